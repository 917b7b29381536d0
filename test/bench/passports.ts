import { makePassport } from '../specimens/passport.ts';
import { PEOPLE } from '../specimens/people.ts';
import { type Api, create, submit, untilActive } from './client.ts';
import { cpuSecondsOf } from './processes.ts';
import { type Figure, round } from './figure.ts';
import { median, quantile } from './statistics.ts';

const WARM_UP = 3;
const TIMES = 20;
const CPU_AIM = 2;

/** A photo of a passport through the real engines, one at a time: upload to `satisfied`. */
export async function passports(api: Api): Promise<Figure> {
  const photos = await Promise.all(Array.from({ length: WARM_UP + TIMES }, (_, n) => photo(n)));
  const eachMs: number[] = [];
  const each = async (bytes: Buffer) => {
    const customer = await create(api, { policy: 'standard', level: 'basic' });
    const startedAt = performance.now();
    await submit(api, customer, [{ type: 'passport', bytes }]);
    await untilActive(api, customer);
    eachMs.push(performance.now() - startedAt);
  };
  for (const bytes of photos.splice(0, WARM_UP)) await each(bytes);
  eachMs.length = 0;
  const before = await cpuSecondsOf('worker/verification');
  for (const bytes of photos) await each(bytes);
  const after = await cpuSecondsOf('worker/verification');
  const cpu = before === null || after === null ? null : (after - before) / TIMES;
  const [p50, p95] = [median(eachMs), quantile(eachMs, 0.95)];
  const used = cpu === null ? 'no /proc' : `${cpu.toFixed(2)} s`;
  return {
    name: 'one passport photo, upload to satisfied',
    ours: `p50 ${round(p50)} ms, p95 ${round(p95)} ms, CPU ${used}`,
    bare: '',
    goal: `aim: CPU <= ${CPU_AIM} s`,
    reached: cpu === null ? null : cpu <= CPU_AIM,
    data: { eachMs, p50, p95, cpuSeconds: cpu },
  };
}

/** The specimen's photo with a number of its own: a number seen twice is a finding. */
async function photo(n: number): Promise<Buffer> {
  const person = { ...PEOPLE.anna, documentNumber: String(77_000_000 + n) };
  return makePassport({ person, seed: n + 1, shot: { angle: 1.2, tilt: 0.02 } });
}
