#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyAudit } from '../store/audit/verify-audit.ts';

const USAGE = `usage: vouch audit verify FILE [--public-key BASE64]
       vouch reconcile [--dry-run]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'public-key': { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
});
const [subject, verb, file] = positionals;
if (subject === 'audit' && verb === 'verify' && file !== undefined && positionals.length === 3) {
  auditVerify(file);
} else if (subject === 'reconcile' && positionals.length === 1) {
  // Loaded here: the verification of a trail needs neither Temporal nor settings.
  const { reconcileCommand } = await import('./restore/command.ts');
  const options = { dryRun: values['dry-run'], print: (line: string) => console.log(line) };
  process.exitCode = (await reconcileCommand(process.env, options)) ? 0 : 1;
} else {
  console.error(USAGE);
  process.exitCode = 2;
}

function auditVerify(path: string): void {
  const lines = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
  const { ok, entries, problems } = verifyAudit(lines, { publicKey: values['public-key'] });
  for (const { line, problem } of problems) console.error(`line ${line} ${problem}`);
  console.log(ok ? `${entries} entries: nothing was changed` : `${problems.length} problems`);
  process.exitCode = ok ? 0 : 1;
}
