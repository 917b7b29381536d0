import { expect, test } from 'vitest';
import type { z } from 'zod';
import { API_CONFIG } from '../../../api/config.ts';
import { variableName } from '../../../platform/config/config.ts';
import { SECRET_SETTINGS, SETTINGS } from '../../../platform/config/settings.ts';
import {
  MIGRATE_CONFIG,
  SENDER_CONFIG,
  VERIFICATION_CONFIG,
  WORKER_CONFIG,
} from '../../../worker/config.ts';
import { START_CONFIG } from '../../../worker/embedded/config.ts';

const SCHEMAS: readonly z.ZodObject[] = [
  API_CONFIG,
  WORKER_CONFIG,
  VERIFICATION_CONFIG,
  SENDER_CONFIG,
  MIGRATE_CONFIG,
  START_CONFIG,
];
const HEAD = `# Every setting of Vouch, as a comment: npm start needs none of them. A value may be
# empty, which is as if it were not set. Where it says so, NAME_FILE may name a file instead.
`;

test('.env.example names and describes every setting (npm test -- -u writes it)', async () => {
  const entries = new Map<string, string[]>();
  for (const schema of SCHEMAS) {
    for (const [key, field] of Object.entries(schema.shape)) {
      const name = variableName(key);
      entries.set(name, [...(entries.get(name) ?? []), ...linesOf(name, field as z.ZodType)]);
    }
  }
  const blocks = [...entries].map(([name, lines]) => [...new Set(lines), `#${name}=`].join('\n'));
  await expect(`${HEAD}\n${blocks.join('\n\n')}\n`).toMatchFileSnapshot('../../../.env.example');
});

test('misspelt settings are judged by all that there are, and by no others', () => {
  const entries = SCHEMAS.flatMap((schema) => Object.entries(schema.shape));
  const names = (all: typeof entries) => [...new Set(all.map(([key]) => variableName(key)))];
  const secret = entries.filter(([, field]) => (field as z.ZodType).meta()?.['secret'] === true);
  expect(SETTINGS.toSorted()).toEqual(names(entries).toSorted());
  expect(SECRET_SETTINGS.toSorted()).toEqual(names(secret).toSorted());
});

test('every setting is described', () => {
  const silent = SCHEMAS.flatMap((schema) =>
    Object.entries(schema.shape).filter(([, field]) => !(field as z.ZodType).description),
  );
  expect(silent).toEqual([]);
});

function linesOf(name: string, field: z.ZodType): string[] {
  const meta = field.meta();
  const standard = name === 'VERIFICATION_CONCURRENCY' ? undefined : standardOf(field);
  const words = [
    meta?.description ?? '',
    ...(meta?.['secret'] === true ? [`secret: or ${name}_FILE`] : []),
    ...(standard === undefined ? [] : [`default ${standard}`]),
  ];
  return [`# ${words.join('; ')}`];
}

function standardOf(field: z.ZodType): string | undefined {
  const { data } = field.safeParse(undefined);
  return typeof data === 'string' || typeof data === 'number' ? `${data}` : undefined;
}
