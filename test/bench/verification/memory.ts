import { makePassport } from '../../specimens/passport.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Api, create } from '../client.ts';
import { type Figure, round } from '../figure.ts';
import { residentMibOf } from '../processes.ts';
import { median } from '../statistics.ts';
import { safetyOf, upload } from './upload.ts';

const DOCUMENTS = Number(process.env['BENCH_DOCUMENTS'] ?? 1000);
const MOST_GROWTH = 0.1;

/**
 * Memory of the verification worker and all its children over that many documents, read after each: the
 * median of the last tenth against that of the third one.
 */
export async function memory(api: Api, documents = DOCUMENTS): Promise<Figure> {
  const photos = await Promise.all([1, 2, 3, 4].map(photo));
  const eachMib: number[] = [];
  for (let n = 0; n < documents; n += 1) {
    const customer = await create(api, { policy: 'standard', level: 'basic' });
    const bytes = Buffer.concat([photos[n % photos.length] ?? Buffer.alloc(0), distinct(n)]);
    const sent = { type: 'passport', bytes, mediaType: 'image/jpeg', fileName: 'a.jpg' };
    await upload(api, customer, sent);
    await safetyOf(api, customer);
    const resident = await residentMibOf('worker/verification');
    if (resident !== null) eachMib.push(resident);
  }
  if (eachMib.length === 0) return figureOf('no /proc', null, { documents });
  const tenth = Math.floor(eachMib.length / 10);
  const settled = median(eachMib.slice(2 * tenth, 3 * tenth));
  const last = median(eachMib.slice(-tenth));
  const growth = last / settled - 1;
  const text = `${round(settled)} MiB, then ${round(last)} MiB (${(growth * 100).toFixed(1)} %)`;
  return figureOf(text, growth <= MOST_GROWTH, { documents, settled, last, eachMib });
}

/** Bytes behind the picture: the same file again would be a copy, and not be read. */
function distinct(n: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(n);
  return bytes;
}

function figureOf(
  ours: string,
  reached: boolean | null,
  data: Record<string, unknown> & { documents: number },
): Figure {
  const name = `memory of the verification worker, ${data.documents} documents`;
  return { name, ours, bare: '', goal: '<= 10 % more at the end', reached, data };
}

async function photo(n: number): Promise<Buffer> {
  const person = { ...PEOPLE.anna, documentNumber: String(66_000_000 + n) };
  return makePassport({ person, seed: n, shot: { angle: 1, tilt: 0.02 } });
}
