import { execFile } from 'node:child_process';
import { cpus, release, type } from 'node:os';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';

/** What figures depend on. */
export type Surroundings = Record<string, string>;

export async function surroundings(input: {
  databaseVersion: string;
  temporalVersion: string;
  settings: Record<string, string>;
  generatorShare: number;
  /** Processes that ran or waited to, before anything was started: more than none is a shared machine. */
  loadBefore: number;
  repeated: number;
}): Promise<Surroundings> {
  const [cpu] = cpus();
  const share = `${Math.round(input.generatorShare * 100)} % of all cores`;
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: await commit(),
    cores: `${cpus().length} (${cpu?.model.trim() ?? 'unknown'})`,
    system: `${type()} ${release()}`,
    Node: process.versions.node,
    Postgres: `${input.databaseVersion}, embedded, standard settings (fsync on)`,
    Temporal: `${input.temporalVersion}, embedded, SQLite file with WAL, one partition`,
    settings: Object.entries(input.settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    'load before the run': input.loadBefore.toFixed(1),
    'sent again': `${input.repeated} calls, after a 503 or a lost line, with the same key`,
    'load generator': `on the same cores, ${share} on average`,
  };
}

async function commit(): Promise<string> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', args)).stdout.trim();
  try {
    const changed = (await git('status', '--porcelain')) === '' ? '' : ', with changes';
    return `${await git('rev-parse', '--short', 'HEAD')}${changed}`;
  } catch {
    return 'none';
  }
}

/** The table as Markdown, which reads well as plain text too. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, ours, bare, goal, reached }) => [
    name,
    ours,
    bare || '-',
    goal || '-',
    reached === null ? '-' : reached ? 'yes' : 'no',
  ]);
  return aligned([['figure', 'Vouch', 'bare', 'goal', 'reached'], ...rows]);
}

/** A Markdown table, its head first, with columns of one width. */
export function aligned(all: readonly string[][]): string {
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n');
}

/** The page `docs/benchmarks.md`. */
export function page(figures: readonly Figure[], around: Surroundings): string {
  const facts = Object.entries(around).map(([name, value]) => `- ${name}: ${value}`);
  return `${HEAD}
${table(figures)}

${facts.join('\n')}
${FOOT}`;
}

const HEAD = `# Benchmarks

Written by \`npm run bench\`. Absolute figures are those of one machine; the ratios, taken in turns in
one run against the barest program that does the same, hold elsewhere too.
`;

const FOOT = `
## What is compared

- **GET requirements**: the whole road of a request (key, rate limit, access, one prepared query, the
  reader's view of it, metrics) against Hono and \`pg\` that read the same row and write it as JSON.
- **Lifecycles**: create, three documents in three calls, to \`active\`, through HTTP with everything but
  the engines, which answer at once; against a Temporal workflow with as many updates, activities, local
  activities, timers and attributes, that seals nothing, stores nothing and serves no HTTP, on the same
  server. Either side goes on from its opening when that is done: here the create is answered, there
  the workflow's first task is completed. The load waits for the end of each life: by a long poll here,
  by the workflow's result there.
- **History**: the dearest of five, as the server counts it.
- **Sealing and audit**: the same lives at once on a second set of servers, where ciphers hand on what
  they get and the audit's function does nothing, in turns with the first.
- **Memory**: the product as \`npm start\` runs it, once built: PSS of all its processes with nothing to do;
  then RSS of the worker with cases that were opened and left alone, when it has compared each with its
  workflow, and the first action on those that it let go first.
- **Simulation**: rows like those of one decided case, each with a name score of its own, and a draft
  that asks for a higher one; one call, which reads and judges them all.
- **Webhooks**: events made by the recorder as fast as it goes, sent by the sender's own process to five
  receivers: one that behaves, one that fails every fifth time, one that is down for the first seconds,
  one that redirects, one that takes ten requests and never answers them. Retries after a second.
- **Many customers**: rows put into the tables by the thousand, then each read by itself, asked of the
  store: another page, person or review each time.
- **Passport photo**: the real engines, one photo at a time; CPU of the verification worker and all its
  children.
`;
