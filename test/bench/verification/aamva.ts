import { createBarcodeReader } from '../../../activities/verification/engines/barcode.ts';
import { readLicence } from '../../../domain/identity/aamva/licence.ts';
import { barcode, elementsFor } from '../../domain/identity/aamva/barcode.ts';
import { GRADES, inventedHolder, shotOf, type Grade } from '../../specimens/graded.ts';
import { makeLicenceBack } from '../../specimens/licence.ts';
import type { Figure } from '../figure.ts';
import { quantile } from '../statistics.ts';
import { AT, waitForServer, share } from './judged.ts';

const PICTURES = 60;
const SEED = 5301;
const READ_FROM = 0.95;
const ADDRESS = { line1: '12 EXAMPLE ST', city: 'RICHMOND', region: 'VA', postalCode: '232690000' };

/** Backs of licences of each AAMVA version in five grades of photo: how many are read, byte for byte. */
export async function aamva(): Promise<Figure[]> {
  const reader = createBarcodeReader();
  const seen: { grade: Grade; isRead: boolean; isWrong: boolean; cpuMs: number }[] = [];
  try {
    for (let index = 0; index < PICTURES; index += 1) {
      const grade = GRADES[index % GRADES.length] ?? 'phone';
      seen.push({ grade, ...(await waitForServer(() => look(reader, grade, index))) });
    }
  } finally {
    await reader.close();
  }
  const read = seen.filter(({ isRead }) => isRead).length;
  const wrong = seen.filter(({ isWrong }) => isWrong).length;
  const p95 = Math.round(
    quantile(
      seen.map(({ cpuMs }) => cpuMs),
      0.95,
    ),
  );
  const grades = GRADES.map((grade) => {
    const of = seen.filter((one) => one.grade === grade);
    return `${grade} ${of.filter(({ isRead }) => isRead).length}/${of.length}`;
  }).join(', ');
  const line = { bare: '', data: { seed: SEED, seen } };
  return [
    {
      ...line,
      name: 'barcode of a licence: photos read',
      ours: `${share(read, seen.length)} (${grades}), CPU p95 ${p95} ms`,
      goal: `>= ${READ_FROM * 100} %`,
      reached: read >= READ_FROM * seen.length,
    },
    {
      ...line,
      name: 'barcode of a licence: wrong among them',
      ours: String(wrong),
      goal: '0',
      reached: wrong === 0,
    },
  ];
}

async function look(reader: ReturnType<typeof createBarcodeReader>, grade: Grade, index: number) {
  const { given, ...holder } = inventedHolder(SEED + index);
  const [first = '', middle = ''] = given.split(' ');
  const version = 1 + (index % 10);
  const person = { ...holder, first, middle, address: ADDRESS };
  const bytes = barcode({
    version,
    issuer: '636000',
    elements: elementsFor(person, { version, country: 'US' }),
  });
  const png = await makeLicenceBack({ bytes, shot: shotOf(grade, SEED + index), seed: index });
  const { signal, receivedAt } = AT();
  const { found, measures } = await reader.read({ png }, { signal });
  const licence = found ? readLicence(found.bytes, receivedAt.slice(0, 10)).licence : null;
  const values = licence && [licence.number, licence.birth, licence.expiresOn];
  const real = [person.number, person.birth, person.expires];
  return {
    isRead: licence !== null,
    isWrong: values !== null && values.join() !== real.join(),
    cpuMs: measures['cpu_ms'] ?? 0,
  };
}
