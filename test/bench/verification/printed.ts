import { createBarcodeReader } from '../../../activities/verification/barcode.ts';
import type { CleanPage, TextRecognizer } from '../../../activities/verification/engines.ts';
import { createTextRecognizer } from '../../../activities/verification/ocr.ts';
import { readIdentity } from '../../../activities/verification/read-identity.ts';
import { makeEuLicence } from '../../specimens/eu-licence.ts';
import { GRADES, inventedHolder, shotOf, type Grade } from '../../specimens/graded.ts';
import type { Figure } from '../figure.ts';
import { quantile } from '../statistics.ts';
import { AT, PATIENCE_MS, patiently, share } from './judged.ts';

const PICTURES = 60;
/** Not among those the reader was tuned on. */
const SEED = 9127;
const READ_FROM = 0.85;
const CPU_P95_MS = 2500;
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
  detail: string;
  /** Of every look at the page: for a zone, then for print. */
  cpuMs: number;
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
  const grades = GRADES.map((grade) => {
    const of = seen.filter((one) => one.grade === grade);
    return `${grade} ${of.filter(({ isRead }) => isRead).length}/${of.length}`;
  }).join(', ');
  const times = seen.map(({ cpuMs }) => cpuMs);
  const p95 = Math.round(quantile(times, 0.95));
  const line = { bare: '', data: { seed: SEED, seen } };
  return [
    {
      ...line,
      name: 'print of a licence: photos read',
      ours: `${share(read.length, seen.length)} (${grades})`,
      goal: `>= ${READ_FROM * 100} %`,
      reached: read.length >= READ_FROM * seen.length,
    },
    {
      ...line,
      name: 'print of a licence: fields exact among them',
      ours: `all six ${whole}; ${exact}`,
      goal: 'printed, not judged',
      reached: null,
    },
    {
      ...line,
      name: 'print of a licence: CPU of a photo, the look for a zone included',
      ours: `p95 ${p95} ms`,
      goal: `<= ${CPU_P95_MS} ms`,
      reached: p95 <= CPU_P95_MS,
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
  const cpu: number[] = [];
  const recognizer = timed(engines.recognizer, cpu);
  const { judged, facts } = await readIdentity({ ...engines, recognizer }, asked);
  const { family, given, birth, issued, expires, number } = holder;
  const real = [family, given, birth, issued, expires, number];
  const values = new Map(judged.readings.map(({ field, value }) => [`${field}`, value]));
  return {
    grade,
    isRead: facts !== null,
    isPass: judged.outcome === 'pass',
    exact: FIELDS.filter((field, at) => values.get(field) === real[at]),
    detail: String(judged.measures['detail']),
    cpuMs: cpu.reduce((sum, ms) => sum + ms, 0),
  };
}

function timed(recognizer: TextRecognizer, cpu: number[]): TextRecognizer {
  const read: TextRecognizer['read'] = async (page, options) => {
    const reading = await recognizer.read(page, options);
    cpu.push(Number(reading.measures['cpu_ms']));
    return reading;
  };
  return { ...recognizer, read };
}
