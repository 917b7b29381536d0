import autocannon from 'autocannon';
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

/** p99 of reads while fifty heavy files are looked at, against the same reads in quiet. */
export async function heavyReads(api: Api): Promise<Figure> {
  const customer = await create(api, { policy: 'standard', level: 'basic' });
  const url = `${api.url}/v1/customers/${customer}/requirements`;
  const read = async (seconds: number) => {
    const headers = { authorization: `Bearer ${api.key}` };
    const { latency, errors, non2xx } = await autocannon({
      url,
      connections: CONNECTIONS,
      duration: seconds,
      headers,
    });
    if (errors + non2xx > 0) throw new Error(`${errors + non2xx} reads failed`);
    return latency.p99;
  };
  await read(2); // warm-up
  const quiet = await read(QUIET_SECONDS);
  const customers = await sendHeavy(api);
  let busy = true;
  const done = Promise.all(customers.map((one) => safetyOf(api, one))).then(() => (busy = false));
  const p99s: number[] = [];
  while (busy) p99s.push(await read(5));
  await done;
  const beside = Math.max(...p99s);
  const limit = Math.max(quiet * 2, quiet + MORE_MS);
  return {
    name: `reads beside ${HEAVY} heavy files, ${CONNECTIONS} connections`,
    ours: `p99 ${round(beside)} ms at worst, in quiet ${round(quiet)} ms`,
    bare: '',
    goal: `<= 2 x, or + ${MORE_MS} ms`,
    reached: beside <= limit,
    data: { quiet, p99s, limit },
  };
}

/** Photos of twelve megapixels, and PDFs that use up their time. */
async function sendHeavy(api: Api): Promise<string[]> {
  const shot = { width: 4000, height: 3000, noise: 4, quality: 90 };
  const photo = await makePassport({ person: PEOPLE.anna, seed: 3, shot });
  const slow = heavyPdfs()
    .find(({ name }) => name === 'nested/saves-without-end')
    ?.make();
  const customers: string[] = [];
  for (let n = 0; n < HEAVY; n += 1) {
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
