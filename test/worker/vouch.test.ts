import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportAudit } from '../../store/audit/export-audit.ts';
import { BERT, freshStore, makeCase, T0, TEST, type TestStore } from '../store/kit/make.ts';

let store: TestStore;
let directory: string;
let lines: string[];
beforeAll(async () => {
  store = await freshStore();
  directory = await mkdtemp(join(tmpdir(), 'vouch-audit-'));
  const { customer } = await makeCase(store);
  lines = await store.database
    .transaction()
    .execute((trx) => exportAudit(trx, store.keys, BERT, TEST, { customer, at: T0 }));
});
afterAll(async () => {
  await store.end();
  await rm(directory, { recursive: true, force: true });
});

const main = fileURLToPath(new URL('../../worker/vouch.ts', import.meta.url));
function vouch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
  });
  return { status, out: stdout.trim(), err: stderr };
}
async function file(name: string, content: string[]): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, `${content.join('\n')}\n`);
  return path;
}

test('an untouched file verifies, offline', async () => {
  const path = await file('good.jsonl', lines);
  expect(vouch('audit', 'verify', path)).toMatchObject({
    status: 0,
    out: '3 entries: nothing was changed',
  });
});

test('a changed file does not, and its line is named', async () => {
  const changed = lines.map((line) => line.replace('customer.created', 'customer.removed'));
  const { status, err } = vouch('audit', 'verify', await file('bad.jsonl', changed));
  expect(status).toBe(1);
  expect(err).toContain('line 2 does not have the hash of its text');
});

test('another operator’s key is told', async () => {
  const path = await file('good.jsonl', lines);
  const { status, err } = vouch('audit', 'verify', path, '--public-key', 'AAAA');
  expect(status).toBe(1);
  expect(err).toContain('is not the key that you trust');
});

test.each([[[]], [['audit']], [['audit', 'check', 'x']], [['audit', 'verify']]])(
  '%j is answered with the usage',
  (args) => {
    const { status, err } = vouch(...args);
    expect(status).toBe(2);
    expect(err).toContain('usage');
  },
);
