import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../../../', import.meta.url);

/** The commands of a section of the runbook, exactly as written. */
export function commandsOf(section: string): string[] {
  const text = readFileSync(new URL('docs/runbook.md', ROOT), 'utf8');
  const found = text.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return [...found.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    block.trimEnd().split('\n'),
  );
}

/** Runs a command of the runbook in the shell, with the sources in place of the compiled files. */
export async function operate(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const here = command.replaceAll(/dist\/(\S+)\.js/g, '$1.ts');
  const options = { cwd: fileURLToPath(ROOT), env };
  const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-euc', here], options);
  return stdout + stderr;
}
