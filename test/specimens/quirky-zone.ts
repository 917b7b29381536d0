import { makeCard } from './card.ts';
import { GROUPS, shotOf, type Group } from './mixed.ts';
import { digit, mrzName } from './mrz-lines.ts';
import { makePassport, printedDay } from './passport.ts';
import { PEOPLE, type Person } from './people.ts';
import { randomFrom } from './random.ts';

/** What real issuers do that the plain specimens do not. */
export const QUIRKS = [
  'century',
  'child',
  'birth_zeros',
  'birth_fillers',
  'for_life_day',
  'for_life_fillers',
  'old_french',
  'long_td1',
  'long_td2',
  'no_number_digit',
  'unknown_country',
  'unknown_document',
  'stateless',
  'organisation',
  'zeros',
  'rings',
  'folded_name',
  'cut_name',
  'wrong_digit',
  'plain',
] as const;
export type Quirk = (typeof QUIRKS)[number];
type Layout = 'TD1' | 'TD2' | 'TD3' | 'FRA';

export interface QuirkyZone {
  quirk: Quirk;
  layout: Layout;
  group: Group;
  person: Person;
  lines: string[];
  /** As it is printed beside its caption. */
  printedBirth: string;
  /** `YYYY-MM-DD` with `XX` for what the MRZ leaves open; expiry null where it has no day. */
  truth: { number: string; birth: string; expiry: string | null; nationality: string; sex: string };
  seed: number;
}

/** The MRZ of that number, its quirk in turn. Same seed, same MRZ. */
export function quirkyZone(index: number, seed: number): QuirkyZone {
  const random = randomFrom(seed * 1000 + index);
  const quirk = QUIRKS[index % QUIRKS.length] ?? 'plain';
  const layout = LAYOUT[quirk] ?? pick(random, ['TD1', 'TD2', 'TD3', 'TD3'] as const);
  const person = personFor(quirk, random);
  const parts = partsOf(quirk, person, random);
  const lines = linesOf(layout, person, parts);
  const [year, month, date] = person.birthDate.split('-');
  const isOpen = quirk === 'birth_zeros' || quirk === 'birth_fillers';
  const truth = {
    number: parts.number,
    birth: isOpen ? `${year}-XX-XX` : person.birthDate,
    expiry: layout === 'FRA' || /^(?:<|99)/.test(parts.expiry) ? null : person.expiresOn,
    nationality: layout === 'FRA' ? 'FRA' : parts.nationality,
    sex: person.sex,
  };
  const printedBirth = isOpen ? `00 00 ${year}` : printedDay(`${year}-${month}-${date}`);
  const group = GROUPS[Math.floor(random() * GROUPS.length)] ?? 'phone';
  return { quirk, layout, group, person, lines, printedBirth, truth, seed: seed * 1000 + index };
}

/** A photo of the page that has it. */
export async function zonePicture(zone: QuirkyZone): Promise<Buffer> {
  const { layout, group, person, lines, printedBirth, seed } = zone;
  const shot = { ...shotOf(group, randomFrom(seed + 500_000)), seed };
  const drawn = { person, lines, printedBirth, shot, seed };
  if (layout === 'TD3') return makePassport(drawn);
  const { front, back } = await makeCard({ ...drawn, format: layout === 'TD1' ? 'TD1' : 'TD2' });
  return back ?? front;
}

const LAYOUT: Partial<Record<Quirk, Layout>> = {
  for_life_day: 'TD1',
  old_french: 'FRA',
  long_td1: 'TD1',
  long_td2: 'TD2',
  no_number_digit: 'TD1',
};

interface Parts {
  code: string;
  issuer: string;
  nationality: string;
  number: string;
  birth: string;
  expiry: string;
  wrongDigit: boolean;
  hasNumberDigit: boolean;
}

function partsOf(quirk: Quirk, person: Person, random: () => number): Parts {
  const birth = person.birthDate.slice(2).replaceAll('-', '');
  const plain = {
    code: '',
    issuer: person.icao,
    nationality: person.icao,
    number: person.documentNumber,
    birth,
    expiry: person.expiresOn.slice(2).replaceAll('-', ''),
    wrongDigit: quirk === 'wrong_digit',
    hasNumberDigit: quirk !== 'no_number_digit',
  };
  switch (quirk) {
    case 'birth_zeros':
      return { ...plain, birth: `${birth.slice(0, 2)}0000` };
    case 'birth_fillers':
      return { ...plain, birth: `${birth.slice(0, 2)}<<<<` };
    case 'for_life_day':
      return { ...plain, issuer: 'ESP', nationality: 'ESP', expiry: '990101' };
    case 'for_life_fillers':
      return { ...plain, issuer: 'MDA', nationality: 'MDA', expiry: '<<<<<<' };
    case 'unknown_country':
      return { ...plain, nationality: pick(random, ['QZX', 'XQK', 'ZZB'] as const) };
    case 'unknown_document':
      return { ...plain, code: pick(random, ['ME', 'TS', 'LP'] as const) };
    case 'stateless':
      return { ...plain, issuer: 'D', nationality: pick(random, ['XXA', 'XXB', 'XXC', 'XXK']) };
    case 'organisation':
      return {
        ...plain,
        issuer: pick(random, ['UNO', 'EUE', 'XOM', 'IAO', 'XPO', 'XCC'] as const),
      };
    default:
      return plain;
  }
}

function personFor(quirk: Quirk, random: () => number): Person {
  const two = (from: number, to: number) =>
    String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');
  const year = { century: `19${two(20, 25)}`, child: `20${two(10, 23)}` }[quirk as string];
  const old = quirk.startsWith('for_life') ? `19${two(35, 54)}` : `19${two(60, 99)}`;
  const [family, given] = nameFor(quirk, random);
  return {
    ...PEOPLE.anna,
    familyName: family,
    givenNames: given,
    sex: pick(random, ['F', 'M', 'X'] as const),
    icao: quirk === 'old_french' ? 'FRA' : pick(random, ['SWE', 'D', 'POL', 'ITA', 'USA', 'BWA']),
    birthDate: `${year ?? old}-${two(1, 12)}-${two(1, 28)}`,
    documentNumber: numberFor(quirk, random),
    issuedOn: `2024-${two(1, 12)}-${two(1, 28)}`,
    expiresOn: `20${two(27, 34)}-${two(1, 12)}-${two(1, 28)}`,
  };
}

function nameFor(quirk: Quirk, random: () => number): readonly [string, string] {
  if (quirk === 'folded_name') return pick(random, FOLDED);
  if (quirk === 'cut_name') {
    return ['Vandenbroucke-Montgomery', 'Alexandrina Wilhelmina Theodora'] as const;
  }
  return [pick(random, FAMILY), pick(random, GIVEN)] as const;
}

const FOLDED = [
  ['Þorvaldsdóttir', 'Guðrún'],
  ['Ðuríðarson', 'Þór'],
  ['Wałęsiak', 'Łucja'],
  ['Đurđević', 'Anđela'],
] as const;
const FAMILY = [
  'Eriksson',
  'Novak',
  'Oconnor',
  'Dubois',
  'Rossi',
  'Solo',
  'Bo',
  'Kowalska',
] as const;
const GIVEN = ['Anna Maria', 'Jorg', 'Zoe', 'Otto', 'Bo', 'Grace Emily', 'Priya'] as const;
const SIGNS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const DIGITS = Array.from('0123456789');

function numberFor(quirk: Quirk, random: () => number): string {
  const some = (signs: readonly string[], length: number) =>
    Array.from({ length }, () => pick(random, signs)).join('');
  switch (quirk) {
    case 'old_french':
      return some(DIGITS, 12);
    case 'long_td1':
    case 'long_td2':
      return `D${some(DIGITS, quirk === 'long_td1' ? 11 : 12)}`.slice(
        0,
        9 + 2 + (random() < 0.5 ? 1 : 0),
      );
    case 'zeros':
      // digits alone, five zeros or more
      return some(['0', '0', '0', '4', '7'], 9).replace(/^0/, '9');
    case 'rings':
      return `${some(['A', 'K', 'O'], 2)}${some(['O', '0', '0', '5', 'B'], 6)}7`;
    default:
      return some(SIGNS, 8 + Math.floor(random() * 2));
  }
}

function linesOf(layout: Layout, person: Person, parts: Parts): string[] {
  const { number, birth, expiry } = parts;
  const code = parts.code || (layout === 'TD3' ? 'P' : 'I');
  const head = fill(code, 2) + fill(parts.issuer, 3);
  const sex = person.sex === 'X' ? '<' : person.sex;
  const own = (text: string) => {
    if (!parts.hasNumberDigit) return '<';
    return parts.wrongDigit ? String((Number(digit(text)) + 3) % 10) : digit(text);
  };
  if (layout === 'FRA') return frenchLines(person, parts, sex);
  const isLong = number.length > 9;
  const numbered = isLong ? `${number.slice(0, 9)}<` : fill(number, 9) + own(fill(number, 9));
  const optional = isLong ? number.slice(9) + digit(number) : '';
  const dated = `${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}`;
  if (layout === 'TD1') {
    const first = head + numbered + fill(optional, 15);
    const second = dated + fill(parts.nationality, 3) + fill('', 11);
    const all = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18);
    return [first, second + digit(all), fill(mrzName(person), 30)];
  }
  const width = layout === 'TD2' ? 36 : 44;
  const second = numbered + fill(parts.nationality, 3) + dated + fill(optional, width - 29);
  const all = second.slice(0, 10) + second.slice(13, 20) + second.slice(21);
  return [head + fill(mrzName(person), width - 5), second + digit(all)];
}

/** Two rows of 36: the department behind the family name, given names and birth behind the number. */
function frenchLines(person: Person, { number, birth }: Parts, sex: string): string[] {
  const { familyName, givenNames } = person;
  const family = mrzName({ familyName, givenNames: null });
  const given = mrzName({ familyName: givenNames ?? '', givenNames: null }).replaceAll('<', '<<');
  const first = `IDFRA${fill(family, 25)}692034`;
  const second = number + digit(number) + fill(given, 14) + birth + digit(birth) + sex;
  return [first, second + digit(first + second)];
}

function fill(text: string, width: number): string {
  return text.slice(0, width).padEnd(width, '<');
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const [first] = list;
  const chosen = list[Math.floor(random() * list.length)] ?? first;
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
