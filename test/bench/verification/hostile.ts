import type { HostileCase } from '../../specimens/hostile/case.ts';
import { hostileCases } from '../../specimens/hostile/list.ts';
import { type Expected, manifest } from '../../specimens/hostile/manifest.ts';
import { type Api, create } from '../client.ts';
import type { Figure } from '../figure.ts';
import { pidsOf } from '../processes.ts';
import { closedLoop } from '../statistics.ts';
import { safetyOf, upload } from './upload.ts';

const AT_ONCE = 4;
const PROCESSES = ['api/main', 'worker/main', 'worker/verification'];

/** Every file of the manifest through the API, each for a customer of its own; who serves lives on. */
export async function hostile(api: Api): Promise<Figure> {
  const cases = hostileCases();
  const expected = new Map(manifest().map((line) => [line.name, line]));
  const before = await pids();
  const wrong: string[] = [];
  const left = [...cases];
  const { allMs } = await closedLoop(cases.length, AT_ONCE, async () => {
    const one = left.shift();
    const line = one && expected.get(one.name);
    if (!one || !line) throw new Error('a file without a line in the manifest');
    const got = await answerTo(api, one);
    if (got !== said(line)) wrong.push(`${one.name}: ${got} instead of ${said(line)}`);
  });
  const after = await pids();
  const alive = JSON.stringify(before) === JSON.stringify(after);
  return {
    name: `${cases.length} hostile files through the API`,
    ours: `${cases.length - wrong.length} as their line says, ${alive ? 'the same' : 'OTHER'} processes after`,
    bare: '',
    goal: 'all, the same processes',
    reached: wrong.length === 0 && alive,
    data: { wrong, before, after, seconds: allMs / 1000 },
  };
}

async function answerTo(api: Api, one: HostileCase): Promise<string> {
  const customer = await create(api, { policy: 'standard', level: 'basic' });
  const fileName = one.fileName ?? 'page'; // a name without a type claims nothing
  const { mediaType } = one;
  const sent = { type: 'passport', bytes: one.make(), mediaType, fileName };
  const door = await upload(api, customer, sent);
  if (door !== null) return door;
  const { outcome, reasons } = await safetyOf(api, customer);
  return [outcome, ...reasons].join(' ');
}

function said({ door, outcome, reason }: Expected): string {
  return door ?? (reason === null ? outcome : `${outcome} ${reason}`);
}

async function pids(): Promise<Record<string, number[] | null>> {
  const found = await Promise.all(PROCESSES.map(async (name) => [name, await pidsOf(name)]));
  return Object.fromEntries(found) as Record<string, number[] | null>;
}
