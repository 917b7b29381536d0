#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyAudit } from '../store/audit/verify-audit.ts';

const USAGE = 'usage: vouch audit verify FILE [--public-key BASE64]';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'public-key': { type: 'string' } },
});
const [subject, verb, file] = positionals;
if (subject !== 'audit' || verb !== 'verify' || file === undefined || positionals.length > 3) {
  console.error(USAGE);
  process.exit(2);
}
const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
const { ok, entries, problems } = verifyAudit(lines, { publicKey: values['public-key'] });
for (const { line, problem } of problems) console.error(`line ${line} ${problem}`);
console.log(ok ? `${entries} entries: nothing was changed` : `${problems.length} problems`);
process.exitCode = ok ? 0 : 1;
