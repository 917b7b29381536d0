import type { Shot } from './camera.ts';
import { makeCard } from './card.ts';
import { mrzLines } from './mrz-lines.ts';
import { makePassport } from './passport.ts';
import type { Person } from './people.ts';
import { randomFrom } from './random.ts';

/** How a picture came about: the five groups that `docs/verification.md` counts. */
export const GROUPS = ['scan', 'phone', 'mediocre', 'hard', 'turned'] as const;
export type Group = (typeof GROUPS)[number];

export interface Mixed {
  group: Group;
  person: Person;
  lines: string[];
  picture: Buffer;
}

/** The picture of that number: invented person, group in turn, every fifth one a card. Same seed, same picture. */
export async function mixedPicture(index: number, seed = 1): Promise<Mixed> {
  const random = randomFrom(seed * 1000 + index);
  const person = invented(random);
  const group = GROUPS[index % GROUPS.length] ?? 'phone';
  const shot = { ...shotOf(group, random), seed: index + seed };
  const kind = (['TD3', 'TD3', 'TD3', 'TD1', 'TD2'] as const)[Math.floor(index / 5) % 5] ?? 'TD3';
  const lines = mrzLines(person, kind);
  if (kind === 'TD3') {
    return { group, person, lines, picture: await makePassport({ person, shot, seed: index }) };
  }
  const { front, back } = await makeCard({ person, format: kind, shot, seed: index });
  return { group, person, lines, picture: back ?? front };
}

/** How a picture of that group is taken. */
export function shotOf(group: Group, random: () => number): Shot {
  const either = () => (random() < 0.5 ? -1 : 1);
  const phone = { angle: (random() - 0.5) * 5, tilt: random() * 0.05, noise: 2 };
  switch (group) {
    case 'scan':
      return { fills: 0.99, noise: 0.5, quality: 85 };
    case 'phone':
      return phone;
    case 'mediocre':
      return { angle: 6 * either(), tilt: 0.06, noise: 3, quality: 32, blur: 0.8, light: 0.75 };
    case 'hard':
      return { ...HARD, angle: 14 * either(), glare: 0.45 + random() * 0.2 };
    case 'turned':
      return { ...phone, turn: ([90, 180, 270] as const)[Math.floor(random() * 3)] ?? 180 };
  }
}

const HARD = { width: 1100, height: 825, tilt: 0.08, noise: 4, quality: 50, blur: 0.7 } as const;

const FAMILY =
  'Eriksson Novák Müller O’Brien Dubois García-Pérez Rossi Kowalska Smith Andersen Nguyen Silva Öberg Weiß Iyer'.split(
    ' ',
  );
const GIVEN =
  'Anna Maria,Jörg,Chloé,Liam Oskar,Zoë,José Luis,Marta,Ida,Tomás,Grace Emily,Priya,Bo'.split(',');
const CODES = 'SWE D FRA GBR ESP ITA POL USA DNK VNM BRA IND IRL CZE'.split(' ');
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function invented(random: () => number): Person {
  const pick = <T>(list: readonly T[], or: T): T => list[Math.floor(random() * list.length)] ?? or;
  const two = (from: number, to: number) =>
    String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');
  const length = 8 + Math.floor(random() * 2);
  return {
    familyName: pick(FAMILY, 'Eriksson').replace('’', "'"),
    givenNames: pick(GIVEN, 'Anna'),
    birthDate: `19${two(45, 99)}-${two(1, 12)}-${two(1, 28)}`,
    sex: pick(['F', 'M', 'X'] as const, 'F'),
    nationality: null,
    icao: pick(CODES, 'SWE'),
    birthPlace: 'Anytown',
    documentNumber: Array.from({ length }, () => pick(Array.from(SIGNS), 'A')).join(''),
    issuedOn: `2024-${two(1, 12)}-${two(1, 28)}`,
    expiresOn: `20${two(27, 34)}-${two(1, 12)}-${two(1, 28)}`,
    ...(random() < 0.3 && { optional: two(10, 99) + two(10, 99) + two(10, 99) }),
    address: {
      line1: null,
      line2: null,
      city: null,
      region: null,
      postalCode: null,
      country: 'SE',
    },
  };
}
