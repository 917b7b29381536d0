import autocannon, { type Result } from 'autocannon';
import { heavyPdfs } from '../../specimens/hostile/pdf-heavy.ts';
import { makePassport } from '../../specimens/passport.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Api, create } from '../client.ts';
import { type Figure, round } from '../figure.ts';
import { safetyOf, upload } from './upload.ts';

const CONNECTIONS = 4;
const QUIET_SECONDS = 10;
const HEAVY = 50;
const MORE_MS = 10;
const MOST_SECONDS = 600;
/** Rarely: fifty who ask are no load of their own. */
const ASKED_EACH_MS = 2000;

/** p99 of reads all the while that fifty heavy files are looked at, against the same reads in quiet. */
export async function heavyReads(api: Api, heavy = HEAVY): Promise<Figure> {
  const customer = await create(api, { policy: 'standard', level: 'basic' });
  const url = `${api.url}/v1/customers/${customer}/requirements`;
  const headers = { authorization: `Bearer ${api.key}` };
  const reading = (duration: number) =>
    autocannon({ url, connections: CONNECTIONS, duration, headers });
  p99Of(await reading(2)); // warm-up
  const quiet = p99Of(await reading(QUIET_SECONDS));
  const customers = await sendHeavy(api, heavy);
  const started = performance.now();
  const running = reading(MOST_SECONDS);
  await Promise.all(customers.map((one) => safetyOf(api, one, ASKED_EACH_MS)));
  running.stop();
  const beside = p99Of(await running);
  const seconds = (performance.now() - started) / 1000;
  const limit = Math.max(quiet * 2, quiet + MORE_MS);
  return {
    name: `reads beside ${heavy} heavy files, ${CONNECTIONS} connections`,
    ours: `p99 ${round(beside)} ms over ${round(seconds)} s, in quiet ${round(quiet)} ms`,
    bare: '',
    goal: `<= 2 x, or + ${MORE_MS} ms`,
    reached: beside <= limit,
    data: { quiet, beside, seconds, limit },
  };
}

function p99Of({ latency, errors, non2xx }: Result): number {
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} reads failed`);
  return latency.p99;
}

/** Photos of twelve megapixels, and PDFs that use up their time. */
async function sendHeavy(api: Api, heavy: number): Promise<string[]> {
  const shot = { width: 4000, height: 3000, noise: 4, quality: 90 };
  const photo = await makePassport({ person: PEOPLE.anna, seed: 3, shot });
  const slow = heavyPdfs()
    .find(({ name }) => name === 'nested/saves-without-end')
    ?.make();
  const customers: string[] = [];
  for (let n = 0; n < heavy; n += 1) {
    const customer = await create(api, { policy: 'standard', level: 'basic' });
    const isPdf = n % 2 === 1 && slow !== undefined;
    const mediaType = isPdf ? 'application/pdf' : 'image/jpeg';
    const fileName = isPdf ? 'a.pdf' : 'a.jpg';
    const bytes = isPdf ? slow : Buffer.concat([photo, Buffer.from([n])]);
    await upload(api, customer, { type: 'passport', bytes, mediaType, fileName });
    customers.push(customer);
  }
  return customers;
}
