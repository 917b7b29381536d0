import fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  BarcodeReader,
  CleanPage,
  Face,
  FaceReader,
  SanitiserAnswer,
  TextReader,
  TextRecognizer,
} from '../../../../activities/verification/engines/engines.ts';
import {
  judgeSafety,
  notProcessable,
} from '../../../../activities/verification/checks/file-safety.ts';
import { judgeQuality } from '../../../../activities/verification/checks/image-quality.ts';
import { judgeRound } from '../../../../activities/verification/round/judge-round.ts';
import type { FindingDraft } from '../../../../activities/verification/round/finding-draft.ts';
import { CAUSE_WORDS, mayStand } from '../../../../domain/reasons/causes.ts';
import { CHECKS } from '../../../../domain/checks/checks.ts';
import type { Step } from '../../../../domain/faces/liveness.ts';
import { POSSIBLE } from '../../../../domain/checks/possible-outcomes.ts';
import type { RunChecks } from '../../../../domain/case/round.ts';
import { barcode, elementsFor, JANE } from '../../../domain/identity/aamva/barcode.ts';
import { mrzLines } from '../../../specimens/mrz-lines.ts';
import { PEOPLE, type PersonKey } from '../../../specimens/people.ts';
import { DETAILS, T0 } from '../../../store/kit/make.ts';
import { TO_COME } from '../kit/shown.ts';

const UNSCANNED = { malware: 'not_scanned' };
const CLEAN = { refused: null, measures: {}, malware: UNSCANNED };
const CORRUPT = {
  refused: { reason: 'file_corrupt', detail: 'no_end' } as const,
  measures: {},
  malware: UNSCANNED,
};
const FILE_KINDS = ['good', 'good', 'good', 'blurred', 'corrupt', 'deadly'] as const;
const KINDS = CHECKS.filter((kind) => kind !== 'manual' && !TO_COME.includes(kind));
const KEYS = Object.keys(PEOPLE) as PersonKey[];

/** What engines might read: MRZs, captions, fields, letters, and noise, in any order and broken anywhere. */
const line = fc.oneof(
  fc.constantFrom(...KEYS.flatMap((key) => mrzLines(PEOPLE[key], 'TD3'))),
  fc.constantFrom(...KEYS.flatMap((key) => mrzLines(PEOPLE[key], 'TD1'))),
  fc.constantFrom(
    'Surname',
    'ERIKSSON',
    'Given names',
    'ANNA MARIA',
    'Date of birth',
    '12.08.1974',
  ),
  fc.constantFrom('1. MUSTERMANN', '2. ERIKA', '3. 12.08.1983', '4b. 28.02.2036', '5. B072RRE2I55'),
  fc.constantFrom('Anna Eriksson', 'Storgatan 1', '753 20 Uppsala', 'Fakturadatum 2026-12-01'),
  fc.string({ maxLength: 44 }),
);
const lines = fc.array(line, { maxLength: 14 });
const bytes = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 80 }),
  fc.constantFrom(
    ...[1, 4, 10].map((version) => {
      const elements = elementsFor(JANE, { version, country: 'US' });
      return barcode({ version, issuer: '636000', elements });
    }),
  ),
);
const small = fc.double({ min: -1, max: 1, noNaN: true });
const face: fc.Arbitrary<Face> = fc.record({
  box: fc.tuple(
    fc.nat(300),
    fc.nat(300),
    fc.integer({ min: 20, max: 400 }),
    fc.integer({ min: 20, max: 400 }),
  ),
  score: fc.constant(0.9),
  sharpness: fc.constantFrom(5, 400),
  yaw: small,
  pitch: small,
  roll: small,
  embedding: fc.array(small, { minLength: 4, maxLength: 4 }).map((of) => Float32Array.from(of)),
});
const world = fc.record({
  read: lines,
  text: fc.option(lines),
  bytes,
  hasBack: fc.boolean(),
  type: fc.constantFrom(
    'passport',
    'national_id',
    'driving_licence',
    'utility_bill',
    'tax_bill',
    'selfie',
  ),
  country: fc.constantFrom(null, 'SE', 'US'),
  claimedBy: fc.constantFrom(...KEYS),
  copies: fc.nat(1),
  faces: fc.array(fc.array(face, { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
  steps: fc.option(
    fc.array(fc.constantFrom<Step>('front', 'left', 'right'), { minLength: 1, maxLength: 5 }),
  ),
  hasConsent: fc.boolean(),
  slowMs: fc.constantFrom(1_000, 60_000, 200_000),
  same: fc.record({ others: fc.nat(1), alike: fc.nat(1) }),
  printedText: fc.constantFrom('review', 'accepted'),
  minimumAge: fc.constantFrom(18, 40),
  files: fc.array(fc.constantFrom(...FILE_KINDS), {
    minLength: 1,
    maxLength: 2,
  }),
});
/** What the gate says of a file, by its own rules. */
const FILES = {
  good: { safety: judgeSafety(CLEAN), quality: judgeQuality([], null) },
  blurred: {
    safety: judgeSafety(CLEAN),
    quality: judgeQuality(
      [{ longSide: 900, light: 120, nearWhite: 0, whitePaper: 0, sharpness: 3 }],
      null,
    ),
  },
  corrupt: { safety: judgeSafety(CORRUPT), quality: judgeQuality([], CORRUPT.refused) },
  deadly: { safety: notProcessable(UNSCANNED), quality: notProcessable({}) },
} satisfies Record<string, Pick<SanitiserAnswer, 'safety' | 'quality'>>;

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function roundOf(one: World): RunChecks {
  const { type, country, printedText, minimumAge } = one;
  const thresholds = {
    minimumAge,
    issuingCountries: country === null ? null : ['SE', 'US'],
    accepts: ['passport', 'national_id', 'driving_licence', 'utility_bill'],
    namePass: 0.9,
    nameFail: 0.6,
    addressAge: { utility_bill: { months: 3 } },
    printedText,
    facePass: 0.72,
    faceFail: 0.55,
  };
  const document = {
    id: 'doc_1',
    requirement: type.endsWith('_bill') ? 'address' : 'identity',
    type,
    country,
    receivedAt: T0,
    pages: [],
  };
  return {
    customer: 'cus_1',
    mode: 'test',
    document: 'doc_1',
    documents: [document],
    checks: [],
    detailsVersion: 1,
    policy: { name: 'standard', version: 1, thresholds },
  } as unknown as RunChecks;
}

const boxed = (texts: readonly string[]) =>
  texts.map((text, at) => {
    const box: [number, number, number, number] = [300, 40 * at, text.length * 12 + 1, 20];
    return { text, certainty: 0.9, box };
  });

function judge(one: World) {
  const page = (index: number): CleanPage => ({
    index,
    side: index === 0 ? 'front' : 'back',
    png: Buffer.alloc(1),
    width: 1600,
    height: 1200,
    text: one.text && { lines: boxed(one.text) },
    measures: {},
  });
  const pages = one.hasBack ? [page(0), page(1)] : [page(0)];
  const shared = { version: 'said@1', probe: async () => true, close: async () => undefined };
  const recognizer: TextRecognizer = {
    ...shared,
    read: async () => ({ turn: 0, lines: boxed(one.read), measures: { angle: 0, cpu_ms: 1 } }),
  };
  const found = one.bytes && {
    bytes: one.bytes,
    box: [1, 1, 9, 9] as [number, number, number, number],
  };
  const barcodes: BarcodeReader = {
    ...shared,
    read: async () => ({ found, measures: { looks: 1 } }),
  };
  const letters: TextReader = {
    ...shared,
    read: async () => ({ turn: 0, lines: boxed(one.read), measures: { lines: one.read.length } }),
    readAt: async (_, { boxes }) => boxes.map((_box, at) => one.read[at] ?? ''),
  };
  let look = 0;
  const faces: FaceReader = {
    ...shared,
    read: async () => {
      const found = one.faces[look++ % one.faces.length] ?? [];
      return { turn: 0, faces: found, measures: { faces: found.length } };
    },
  };
  const response = one.steps && {
    steps: one.steps,
    shown: pages.map((_, at) => at),
    number: 1,
    firstByteAfterMs: one.slowMs,
    lastByteAfterMs: 2 * one.slowMs,
    isReused: one.copies === 1,
  };
  const gate = {
    version: 'gate@1',
    clean: () => Promise.reject(new Error('not asked')),
    close: shared.close,
  };
  const { givenNames, familyName, birthDate, address } = PEOPLE[one.claimedBy];
  return judgeRound(
    { gate, recognizer, barcodes, letters, faces },
    {
      round: roundOf(one),
      files: [Buffer.from('one'), Buffer.from('two')],
      answers: one.files.map((file) => ({ ...FILES[file], pages })),
      pages,
      others: [page(0)],
      response,
      details: { ...DETAILS, givenNames, familyName, birthDate, address },
      othersWith: () => Promise.resolve(one.same),
      othersWithDigests: () => Promise.resolve(one.copies),
      hasFaceConsent: () => Promise.resolve(one.hasConsent),
      signal: new AbortController().signal,
    },
  );
}

/** A word beside an answer has its sentence, and is a cause of one of its reasons. */
function isExplained({
  reasons,
  why,
}: Pick<FindingDraft, 'reasons'> & { why: number | string | undefined }): boolean {
  if (why === undefined || /^step_\d+_not_seen$/.test(String(why))) return true;
  const word = CAUSE_WORDS.find((one) => one === why);
  return word !== undefined && mayStand(word, reasons);
}

test('whatever engines read, each check answers by the table', { timeout: 60_000 }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      const ask = judge(one);
      for (const kind of KINDS) {
        const { outcome, reasons, measures } = await ask(kind);
        seen.add(`${kind} ${outcome}`);
        expect(POSSIBLE[kind][outcome]).toBeDefined();
        expect(POSSIBLE[kind][outcome]).toEqual(expect.arrayContaining(reasons));
        const why = measures['detail'];
        if (outcome !== 'pass') expect({ kind, reasons, why }).toSatisfy(isExplained);
      }
    }),
    { numRuns: 300 },
  );
  expect(seen.size).toBeGreaterThan(12); // the worlds are not all alike
});
