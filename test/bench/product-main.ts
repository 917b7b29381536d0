import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import type { Api } from './client.ts';
import { crowd } from './crowd.ts';
import type { Figure } from './figure.ts';
import { histories } from './histories.ts';
import { lifecycles } from './lifecycles.ts';
import { memory } from './memory.ts';
import { passports } from './passports.ts';
import { prepare } from './prepare.ts';
import { protection } from './protection.ts';
import { reads } from './reads.ts';
import { page, surroundings, table } from './report.ts';
import { simulation } from './simulation.ts';
import { openStack } from './stack.ts';
import { webhooks } from './webhooks.ts';

/**
 * Takes all figures, or those named: `npm run bench reads lifecycles`. All of them together are
 * written to `docs/benchmarks.md`; always to `.vouch/bench.json`. Exits with 1 where a goal is missed.
 */
const FIGURES = [
  'reads',
  'lifecycles',
  'histories',
  'protection',
  'memory',
  'simulation',
  'passports',
  'webhooks',
  'crowd',
] as const;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !FIGURES.some((known) => known === name));
if (unknown.length > 0) throw new Error(`figures: ${FIGURES.join(', ')}`);
const wants = (name: (typeof FIGURES)[number]) => asked.length === 0 || asked.includes(name);
const say = (text: string) => process.stdout.write(`${text}\n`);

const [loadBefore = 0] = loadavg();
// Before all others: what processes share with each other is counted by shares.
const held = wants('memory') ? await told('memory', memory) : [];
say('starting servers of its own');
const stack = await openStack(process.env);
try {
  const { key, versions } = await prepare(stack);
  const api: Api = { url: stack.apiUrl, key, repeated: 0 };
  await stack.startService('api');
  await stack.startService('worker');
  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  const figures = [...(await measure(api)), ...held];
  const share = generatorShare(performance.now() - startedAt, usedBefore);
  const around = await surroundings({
    ...versions,
    settings: stack.settings,
    generatorShare: share,
    loadBefore,
    repeated: api.repeated,
  });
  say(`\n${table(figures)}\n`);
  for (const [name, value] of Object.entries(around)) say(`${name.padEnd(20)} ${value}`);
  await mkdir('.vouch', { recursive: true, mode: 0o700 });
  await writeFile('.vouch/bench.json', `${JSON.stringify({ around, figures }, null, 2)}\n`);
  if (asked.length === 0) await writeFile('docs/benchmarks.md', page(figures, around));
  if (figures.some(({ reached }) => reached === false)) process.exitCode = 1;
} finally {
  await stack.stop();
}
process.exit();

async function measure(api: Api): Promise<Figure[]> {
  const figures: Figure[] = [];
  const engines = await stack.startMain('checks-main.ts');
  try {
    if (wants('reads')) figures.push(await told('reads', () => reads(stack, api)));
    if (wants('lifecycles'))
      figures.push(...(await told('lifecycles', () => lifecycles(stack, api))));
    if (wants('histories')) figures.push(...(await told('histories', () => histories(stack, api))));
    if (wants('protection')) figures.push(await told('protection', () => protection(api)));
    if (wants('simulation')) figures.push(await told('simulation', () => simulation(stack, api)));
  } finally {
    await engines.stop();
  }
  if (wants('passports')) {
    await stack.startService('verification');
    figures.push(await told('passports', () => passports(api)));
  }
  if (wants('webhooks')) figures.push(await told('webhooks', () => webhooks(stack)));
  if (wants('crowd')) figures.push(...(await told('crowd', () => crowd(stack))));
  return figures;
}

async function told<T>(name: string, task: () => Promise<T>): Promise<T> {
  say(`measuring ${name}`);
  return task();
}

/** CPU of this process since then in relation to all there was. */
function generatorShare(elapsedMs: number, since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000 / (elapsedMs * cpus().length);
}
