#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from '../domain/refusal.ts';
import { verifyAudit } from '../store/audit/verify-audit.ts';
import { readKeysConfig } from './config.ts';
import { KEYS_USAGE, keysCommand } from './keys-command.ts';

const USAGE = `usage: vouch audit verify FILE [--public-key BASE64]
       vouch reconcile [--dry-run]
       ${KEYS_USAGE}`;

const [subject, ...words] = process.argv.slice(2);
process.exitCode = await run().catch((error: unknown) => {
  console.error(sentenceOf(error));
  return 1;
});

async function run(): Promise<number> {
  if (subject === 'audit') return audit(words);
  if (subject === 'reconcile') return reconcile(words);
  if (subject !== 'keys') return usage();
  const lines = await keysCommand(words, readKeysConfig(process.env));
  if (lines === null) return usage();
  for (const line of lines) console.log(line);
  return 0;
}

function audit(args: string[]): number {
  const options = { 'public-key': { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  const [verb, file, ...more] = positionals;
  if (verb !== 'verify' || file === undefined || more.length > 0) return usage();
  const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
  const { ok, entries, problems } = verifyAudit(lines, { publicKey: values['public-key'] });
  for (const { line, problem } of problems) console.error(`line ${line} ${problem}`);
  console.log(ok ? `${entries} entries: nothing was changed` : `${problems.length} problems`);
  return ok ? 0 : 1;
}

async function reconcile(args: string[]): Promise<number> {
  const options = { 'dry-run': { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  if (positionals.length > 0) return usage();
  // Loaded only here, because verifying an audit trail needs neither Temporal nor settings.
  const { reconcileCommand } = await import('./restore/command.ts');
  const print = (line: string) => console.log(line);
  return (await reconcileCommand(process.env, { dryRun: values['dry-run'], print })) ? 0 : 1;
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.detail || error.code;
  return error instanceof Error ? error.message : String(error);
}
