import { createBarcodeReader } from '../../../activities/verification/engines/barcode.ts';
import type { CleanPage } from '../../../activities/verification/engines/engines.ts';
import { createTextRecognizer } from '../../../activities/verification/engines/ocr.ts';
import { readIdentity } from '../../../activities/verification/checks/identity-reading.ts';
import { issuerOf } from '../../../domain/identity/mrz/countries.ts';
import { GROUPS, mixedPicture, type Group, type Mixed } from '../../specimens/mixed.ts';
import type { Figure } from '../figure.ts';
import { quantile } from '../statistics.ts';
import { AT, PATIENCE_MS, waitForServer, share } from './judged.ts';

const PICTURES = 120;
/** Not among those the engine was tuned on. */
const SEED = 7019;
const READ_FROM = 0.95;
const CPU_P95_MS = 2000;
const PASSES_MOST = 2;

interface Seen {
  group: Group;
  isRead: boolean;
  wrong: string[];
  cpuMs: number;
  passes: number;
}

/** MRZs of passports and cards in five grades of photo: how many are read, and whether any is read wrongly. */
export async function mrz(): Promise<Figure[]> {
  const engines = {
    recognizer: createTextRecognizer({ timeoutMs: PATIENCE_MS }),
    barcodes: createBarcodeReader(),
  };
  const seen: Seen[] = [];
  try {
    for (let index = 0; index < PICTURES; index += 1) {
      const picture = await mixedPicture(index, SEED);
      seen.push(await waitForServer(() => look(engines, picture)));
    }
  } finally {
    await Promise.all([engines.recognizer.close(), engines.barcodes.close()]);
  }
  const read = seen.filter(({ isRead }) => isRead);
  const wrong = read.flatMap((one) => one.wrong);
  const p95 = Math.round(
    quantile(
      seen.map(({ cpuMs }) => cpuMs),
      0.95,
    ),
  );
  const turned = seen.filter(({ group, isRead }) => group === 'turned' && isRead);
  const passes = Math.max(...turned.map((one) => one.passes));
  const grades = GROUPS.map((group) => {
    const of = seen.filter((one) => one.group === group);
    return `${group} ${of.filter(({ isRead }) => isRead).length}/${of.length}`;
  }).join(', ');
  const data = { seed: SEED, seen };
  const line = { bare: '', data };
  return [
    {
      ...line,
      name: 'machine-readable zone: photos read',
      ours: `${share(read.length, seen.length)} (${grades})`,
      goal: `>= ${READ_FROM * 100} %`,
      reached: read.length >= READ_FROM * seen.length,
    },
    {
      ...line,
      name: 'machine-readable zone: wrong number, birth or expiry among them',
      ours: String(wrong.length),
      goal: '0',
      reached: wrong.length === 0,
    },
    {
      ...line,
      name: 'machine-readable zone: passes over a turned picture',
      ours: `at most ${passes}`,
      goal: `<= ${PASSES_MOST}`,
      reached: passes <= PASSES_MOST,
    },
    {
      ...line,
      name: 'machine-readable zone: CPU of a photo',
      ours: `p95 ${p95} ms`,
      goal: `<= ${CPU_P95_MS} ms`,
      reached: p95 <= CPU_P95_MS,
    },
  ];
}

async function look(
  engines: Parameters<typeof readIdentity>[0],
  { group, person, picture }: Mixed,
): Promise<Seen> {
  const size = { width: 1280, height: 960 };
  const page: CleanPage = {
    index: 0,
    side: 'front',
    png: picture,
    ...size,
    text: null,
    measures: {},
  };
  const { judged, facts } = await readIdentity(engines, {
    ...AT(),
    pages: [page],
    type: 'passport',
  });
  const country = issuerOf(person.icao)?.alpha2 ?? null;
  const pairs: [string, unknown, unknown][] = facts
    ? [
        ['number', facts.documentNumber, person.documentNumber],
        ['birth', facts.birth.day, person.birthDate],
        ['expiry', facts.expiresOn, person.expiresOn],
        ['nationality', facts.nationality, country],
      ]
    : [];
  return {
    group,
    isRead: facts !== null,
    wrong: pairs.flatMap(([field, is, was]) => (is === was ? [] : [field])),
    cpuMs: Number(judged.measures['cpu_ms']),
    passes: Number(judged.measures['passes']),
  };
}
