import type { CheckKind, Outcome } from '../../domain/checks/checks.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import { finished, pdf } from './bill.ts';
import type { Shot } from './camera.ts';
import { makeCard } from './card.ts';
import { mrzLines, type MrzDefect, type MrzFormat } from './mrz-lines.ts';
import { makePassport } from './passport.ts';
import { PEOPLE, type Person, type PersonKey } from './people.ts';

type Checks = Partial<Record<CheckKind, { outcome: Outcome; reasons: ReasonCode[] }>>;

interface Entry {
  name: string;
  bytes: Buffer;
  kind: string;
  documentType: string;
  side: 'front' | 'back';
  country: string | null;
  person: PersonKey;
  /** Whose details the expected answers compare with. */
  claimedBy: PersonKey;
  facts: Pick<Person, 'familyName' | 'givenNames' | 'birthDate' | 'documentNumber' | 'expiresOn'>;
  mrz: { format: MrzFormat; lines: string[] };
  wrong: string | null;
  checks: Checks;
}

const PASS = { outcome: 'pass', reasons: [] } as const satisfies Checks[CheckKind];
const GOOD: Checks = {
  file_safety: PASS,
  image_quality: PASS,
  identity_reading: PASS,
  identity_validity: PASS,
  identity_match: PASS,
};
/** A front without an MRZ is judged together with its back. */
const FILE_ONLY: Checks = { file_safety: PASS, image_quality: PASS };
const UNSURE = { outcome: 'inconclusive', reasons: ['document_unreadable'] } as const;
const unread = (): Checks => ({
  file_safety: PASS,
  identity_reading: { ...UNSURE, reasons: [...UNSURE.reasons] },
  identity_validity: { ...UNSURE, reasons: [...UNSURE.reasons] },
  identity_match: { ...UNSURE, reasons: [...UNSURE.reasons] },
});
/** Read clearly, and wrong in itself. */
const unsound = (): NonNullable<Checks['identity_reading']> => ({
  outcome: 'inconclusive',
  reasons: ['document_inconsistent', 'document_unreadable'],
});
const failing = (check: CheckKind, ...reasons: ReasonCode[]): Checks => ({
  ...GOOD,
  [check]: { outcome: 'fail', reasons },
});

interface Plan {
  name: string;
  person: PersonKey;
  shot?: Shot;
  defect?: MrzDefect;
  change?: Partial<Person>;
  claimedBy?: PersonKey;
  printedAs?: Pick<Person, 'familyName' | 'givenNames'>;
  wrong?: string;
  checks?: Checks;
}

const ANGLE = { angle: -12, tilt: 0.07 };
const PLANS: Plan[] = [
  { name: 'passport.jpg', person: 'anna', shot: { angle: 1.2, tilt: 0.02 } },
  { name: 'passport-angle.jpg', person: 'anna', shot: { ...ANGLE, seed: 3 } },
  { name: 'passport-rotated-90.jpg', person: 'anna', shot: { turn: 90, angle: 1 } },
  { name: 'passport-rotated-180.jpg', person: 'anna', shot: { turn: 180, angle: -1.5 } },
  { name: 'passport-rotated-270.jpg', person: 'anna', shot: { turn: 270, angle: 2 } },
  {
    name: 'passport-flat.png',
    person: 'anna',
    shot: { width: 1100, height: 800, fills: 0.98, noise: 0, format: 'png' },
  },
  {
    name: 'passport-expired.jpg',
    person: 'anna',
    change: { documentNumber: '86120055', issuedOn: '2019-06-04', expiresOn: '2024-06-03' },
    wrong: 'expired',
    checks: failing('identity_validity', 'document_expired'),
  },
  {
    name: 'passport-blurred.jpg',
    person: 'anna',
    shot: { blur: 7 },
    wrong: 'blurred: no machine-readable zone can be read',
    checks: { ...unread(), image_quality: { outcome: 'inconclusive', reasons: ['image_blurred'] } },
  },
  {
    name: 'passport-wrong-check-digit.jpg',
    person: 'anna',
    defect: 'number_digit',
    wrong: 'the check digit of the number is printed wrongly',
    checks: { ...unread(), image_quality: PASS, identity_reading: unsound() },
  },
  {
    name: 'passport-wrong-composite.jpg',
    person: 'anna',
    defect: 'composite_digit',
    wrong: 'the composite check digit is printed wrongly',
    checks: { ...unread(), image_quality: PASS, identity_reading: unsound() },
  },
  {
    name: 'passport-other-person.jpg',
    person: 'chloe',
    claimedBy: 'anna',
    wrong: 'the passport of another person',
    checks: failing('identity_match', 'birth_date_mismatch', 'name_mismatch'),
  },
  {
    name: 'passport-married.jpg',
    person: 'anna_married',
    claimedBy: 'anna',
    wrong: 'another family name; agrees once the name is changed',
    checks: failing('identity_match', 'name_mismatch'),
  },
  {
    name: 'passport-inconsistent.jpg',
    person: 'anna',
    printedAs: { familyName: 'Bergström', givenNames: 'Karin' },
    wrong: 'another name in the printed zone than in the machine-readable zone',
    checks: {
      ...GOOD,
      identity_reading: { outcome: 'inconclusive', reasons: ['document_inconsistent'] },
    },
  },
  {
    name: 'passport-minor.jpg',
    person: 'liam',
    wrong: 'twelve years old at receipt',
    checks: failing('identity_validity', 'under_minimum_age'),
  },
  { name: 'passport-german.jpg', person: 'jorg', shot: { angle: 4 } },
  { name: 'passport-french.jpg', person: 'chloe', shot: { angle: -3, tilt: 0.04 } },
  { name: 'passport-british.jpg', person: 'john' },
  { name: 'passport-one-name.jpg', person: 'suharti' },
  {
    name: 'passport-uto.jpg',
    person: 'anna_uto',
    wrong: 'ICAO specimen state: accepted in test mode only',
  },
];

/** Identity documents as pictures and one as a PDF page, with what each check must answer. */
export async function identityFiles(): Promise<Entry[]> {
  const passports = await Promise.all(PLANS.map(passportEntry));
  return [...passports, ...(await pdfEntry()), ...(await cardEntries())];
}

async function passportEntry(plan: Plan, index: number): Promise<Entry> {
  const person: Person = { ...PEOPLE[plan.person], ...plan.change };
  const { shot, defect, printedAs } = plan;
  const bytes = await makePassport({
    person,
    seed: index + 1,
    ...(shot && { shot }),
    ...(defect && { defect }),
    ...(printedAs && { printedAs }),
  });
  return entry({ ...plan, bytes, kind: 'passport', side: 'front' }, person, 'TD3', defect);
}

async function pdfEntry(): Promise<Entry[]> {
  const photo = await makePassport({ person: PEOPLE.anna, seed: 31, shot: { angle: 2 } });
  const document = pdf('2026-11-20');
  document.image(photo, 40, 60, { width: 515 });
  const bytes = await finished(document);
  const plan = { name: 'passport.pdf', person: 'anna', bytes, kind: 'passport' } as const;
  return [entry({ ...plan, side: 'front' }, PEOPLE.anna, 'TD3')];
}

async function cardEntries(): Promise<Entry[]> {
  const card = await makeCard({
    person: PEOPLE.lucia,
    format: 'TD1',
    seed: 51,
    shot: { angle: 3 },
  });
  const wide = await makeCard({
    person: PEOPLE.chloe,
    format: 'TD2',
    seed: 53,
    shot: { angle: -2 },
  });
  const front = { name: 'id-card-front.jpg', person: 'lucia', side: 'front' } as const;
  const back = { name: 'id-card-back.jpg', person: 'lucia', side: 'back' } as const;
  const whole = { name: 'id-card-td2.jpg', person: 'chloe', side: 'front' } as const;
  const kind = 'id_card';
  return [
    entry(
      {
        ...front,
        bytes: card.front,
        kind,
        wrong: 'the zone stands on the back',
        checks: FILE_ONLY,
      },
      PEOPLE.lucia,
      'TD1',
    ),
    entry({ ...back, bytes: card.back ?? Buffer.alloc(0), kind }, PEOPLE.lucia, 'TD1'),
    entry({ ...whole, bytes: wide.front, kind }, PEOPLE.chloe, 'TD2'),
  ];
}

type Made = Pick<Plan, 'name' | 'person' | 'claimedBy' | 'wrong' | 'checks'> &
  Pick<Entry, 'bytes' | 'kind' | 'side'>;

function entry(made: Made, person: Person, format: MrzFormat, defect?: MrzDefect): Entry {
  const { familyName, givenNames, birthDate, documentNumber, expiresOn } = person;
  return {
    name: made.name,
    bytes: made.bytes,
    kind: made.kind,
    documentType: made.kind === 'passport' ? 'passport' : 'national_id',
    side: made.side,
    country: person.nationality,
    person: made.person,
    claimedBy: made.claimedBy ?? made.person,
    facts: { familyName, givenNames, birthDate, documentNumber, expiresOn },
    mrz: { format, lines: mrzLines(person, format, defect) },
    wrong: made.wrong ?? null,
    checks: made.checks ?? GOOD,
  };
}
