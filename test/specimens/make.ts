import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { billFiles } from './make-bills.ts';
import { identityFiles } from './make-identity.ts';
import { hostileFiles } from './hostile.ts';

/**
 * Writes the committed specimens and the truth beside them: `node test/specimens/make.ts`. Seeded:
 * the same on every run, but for the two encrypted files, whose keys are random.
 */
const folder = new URL('files/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(new URL('hostile/', folder), { recursive: true });

const truth: Record<string, unknown> = {};
const identity = await identityFiles();
const bills = await billFiles();
for (const { name, bytes, ...facts } of [...identity, ...bills]) put(name, bytes, facts);
for (const { name, bytes, wrong, safety, quality } of await hostileFiles()) {
  const checks = { file_safety: safety, ...(quality && { image_quality: quality }) };
  put(`hostile/${name}`, bytes, { kind: 'hostile', wrong, checks });
}
const document = { receivedAt: '2026-11-23T10:00:00.000Z', files: truth };
writeFileSync(new URL('truth.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);

function put(name: string, bytes: Buffer, facts: object): void {
  writeFileSync(new URL(name, folder), bytes);
  truth[name] = facts;
}
