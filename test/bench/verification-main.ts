import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { table } from './report.ts';
import { ENGINES, verification, type EngineName } from './verification.ts';

/**
 * Takes the figures of the engines, or of those named: `node test/bench/verification-main.ts mrz`. All of
 * them together are written to `docs/verification.md`; always to `.vouch/verification.json`. Exits with 1
 * where a goal is missed.
 */
const names = Object.keys(ENGINES) as EngineName[];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.some((known) => known === name));
if (unknown.length > 0) throw new Error(`figures: ${names.join(', ')}`);

const [load = 0] = loadavg();
const figures = await verification(names.filter((name) => asked.includes(name)));
const facts = [
  `date: ${new Date().toISOString().slice(0, 10)}`,
  `cores: ${cpus().length} (${cpus()[0]?.model.trim() ?? 'unknown'})`,
  `load before the run: ${load.toFixed(1)}`,
  `Node: ${process.versions.node}`,
];
process.stdout.write(`${table(figures)}\n`);
await mkdir('.vouch', { recursive: true, mode: 0o700 });
await writeFile('.vouch/verification.json', `${JSON.stringify({ facts, figures }, null, 2)}\n`);
if (asked.length === 0) {
  await writeFile(
    'docs/verification.md',
    `# Figures of the engines

Written by \`test/bench/verification-main.ts\`, on generated pictures with seeds that no engine was tuned
on. They compare versions of the engines with each other; they say nothing of real documents, cameras or
people, and are no accuracy of this product in the field.

${table(figures)}

${facts.map((fact) => `- ${fact}`).join('\n')}
`,
  );
}
if (figures.some(({ reached }) => reached === false)) process.exitCode = 1;
