import { createBarcodeReader } from '../../../activities/verification/barcode.ts';
import type { CleanPage } from '../../../activities/verification/engines.ts';
import { createTextRecognizer } from '../../../activities/verification/ocr.ts';
import { readIdentity } from '../../../activities/verification/read-identity.ts';
import { makeEuLicence } from '../../specimens/eu-licence.ts';
import { GRADES, inventedHolder, shotOf, type Grade } from '../../specimens/graded.ts';
import type { Figure } from '../figure.ts';
import { AT, PATIENCE_MS, patiently, share } from './judged.ts';

const PICTURES = 60;
const SEED = 9127;
const FIELDS = [
  'family_name',
  'given_names',
  'birth_date',
  'issued_on',
  'expires_on',
  'document_number',
];
const COUNTRIES = [
  ['D', 'FÜHRERSCHEIN', 'DE'],
  ['F', 'PERMIS DE CONDUIRE', 'FR'],
  ['E', 'PERMISO DE CONDUCIR', 'ES'],
  ['I', 'PATENTE DI GUIDA', 'IT'],
] as const;

interface Seen {
  grade: Grade;
  isRead: boolean;
  isPass: boolean;
  exact: string[];
}

/** Printed fields of European licences, which no digit confirms: how many are exact, and that none passes. */
export async function printed(): Promise<Figure[]> {
  const engines = {
    recognizer: createTextRecognizer({ timeoutMs: PATIENCE_MS }),
    barcodes: createBarcodeReader(),
  };
  const seen: Seen[] = [];
  try {
    for (let index = 0; index < PICTURES; index += 1)
      seen.push(await patiently(() => look(engines, index)));
  } finally {
    await Promise.all([engines.recognizer.close(), engines.barcodes.close()]);
  }
  const read = seen.filter(({ isRead }) => isRead);
  const exact = FIELDS.map((field) => {
    const count = read.filter((one) => one.exact.includes(field)).length;
    return `${field} ${count}`;
  }).join(', ');
  const whole = read.filter((one) => one.exact.length === FIELDS.length).length;
  const passes = seen.filter(({ isPass }) => isPass).length;
  const line = { bare: '', data: { seed: SEED, seen } };
  return [
    {
      ...line,
      name: 'print of a licence: photos read, and fields exact among them',
      ours: `${share(read.length, seen.length)}; all six exact ${whole}; ${exact}`,
      goal: 'printed, not judged',
      reached: null,
    },
    {
      ...line,
      name: 'print of a licence: passes where policy has a person look',
      ours: String(passes),
      goal: '0',
      reached: passes === 0,
    },
  ];
}

async function look(engines: Parameters<typeof readIdentity>[0], index: number): Promise<Seen> {
  const grade = GRADES[index % GRADES.length] ?? 'phone';
  const holder = inventedHolder(SEED + index);
  const [letters, title, country] = COUNTRIES[index % COUNTRIES.length] ?? COUNTRIES[0];
  const words = { letters, title, birthPlace: 'ANYTOWN', authority: 'OFFICE' };
  const shot = shotOf(grade, SEED + index);
  const png = await makeEuLicence({ ...holder, ...words, shot, seed: index });
  const size = { width: 1600, height: 1200 };
  const page: CleanPage = { index: 0, side: 'front', png, ...size, text: null, measures: {} };
  const asked = { ...AT(), country, pages: [page], type: 'driving_licence' } as const;
  const { judged, facts } = await readIdentity(engines, asked);
  const { family, given, birth, issued, expires, number } = holder;
  const real = [family, given, birth, issued, expires, number];
  const values = new Map(judged.readings.map(({ field, value }) => [`${field}`, value]));
  return {
    grade,
    isRead: facts !== null,
    isPass: judged.outcome === 'pass',
    exact: FIELDS.filter((field, at) => values.get(field) === real[at]),
  };
}
