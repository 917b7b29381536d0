import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './tree.ts';

interface Diagnostic {
  code: string;
  filename: string;
}

/** Lints texts under the checkout's own rules; gives the rules each path breaks. */
export function lintSamples(
  samples: readonly (readonly [path: string, text: string])[],
): Map<string, string[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vouch-lint-')));
  try {
    for (const [path, text] of samples) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const compilerOptions = { strict: true, target: 'ES2023', module: 'nodenext', noEmit: true };
    const options = { ...compilerOptions, allowImportingTsExtensions: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    const { stdout, stderr } = spawnSync(
      join(ROOT, 'node_modules/.bin/oxlint'),
      ['--type-aware', '--format', 'json'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (!stdout.startsWith('{')) throw new Error(`oxlint failed: ${stdout}${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    return broken(diagnostics);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function broken(diagnostics: readonly Diagnostic[]): Map<string, string[]> {
  const rules = new Map<string, string[]>();
  for (const { code, filename } of diagnostics) {
    const rule = code.replace(/^eslint\((.*)\)$/, '$1').replace(/^(\w+)\((.*)\)$/, '$1/$2');
    rules.set(filename, [...(rules.get(filename) ?? []), rule]);
  }
  return rules;
}
