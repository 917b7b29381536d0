import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { table } from './report.ts';
import { VERIFICATION_FIGURES, verification } from './verification.ts';
import { claimsSection } from './verification/claims.ts';
import { packagesTable } from './verification/packages.ts';

/**
 * Takes the figures of the engines, or those named: `npm run bench -- verification mrz`. All of them
 * together are written to `docs/verification.md`, of `claims` alone their section; always to
 * `.vouch/verification.json`. Exits with 1 where a goal is missed.
 */
const asked = process.argv.slice(3);
const unknown = asked.filter((name) => !VERIFICATION_FIGURES.some((known) => known === name));
if (unknown.length > 0) throw new Error(`figures: ${VERIFICATION_FIGURES.join(', ')}`);

const [load = 0] = loadavg();
const isWhole = asked.length === 0;
const figures = await verification(
  VERIFICATION_FIGURES.filter((name) => isWhole || asked.includes(name)),
);
const facts = [
  `date: ${new Date().toISOString().slice(0, 10)}`,
  `cores: ${cpus().length} (${cpus()[0]?.model.trim() ?? 'unknown'})`,
  `load before the run: ${load.toFixed(1)}`,
  `Node: ${process.versions.node}`,
];
process.stdout.write(`${table(figures)}\n`);
await mkdir('.vouch', { recursive: true, mode: 0o700 });
await writeFile('.vouch/verification.json', `${JSON.stringify({ facts, figures }, null, 2)}\n`);
if (isWhole) {
  await writeFile(
    'docs/verification.md',
    `# Figures of the engines

Written by \`npm run bench -- verification\`, on generated pictures with seeds that no engine was tuned
on. They compare versions of the engines with each other; they say nothing of real documents, cameras or
people, and are no accuracy of this product in the field. What each check may answer stands in
\`docs/checks.md\`.

${table(figures)}

${facts.map((fact) => `- ${fact}`).join('\n')}

## What the engines are made of

Licences and origins in full stand in \`NOTICE\`. Sizes are as installed on Linux x64, all of it, before the
image leaves out what it does not need.

${await packagesTable()}

${claimsSection()}`,
  );
} else if (asked.includes('claims')) {
  const section = claimsSection();
  const [title = ''] = section.split('\n');
  const [before = ''] = (await readFile('docs/verification.md', 'utf8')).split(`\n${title}\n`);
  await writeFile('docs/verification.md', `${before.trimEnd()}\n\n${section}`);
}
if (figures.some(({ reached }) => reached === false)) process.exitCode = 1;
process.exit();
