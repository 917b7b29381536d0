import type { Ink } from './letter.ts';
import type { RoleWords } from './role-words-form.ts';
import { randomFrom } from './random.ts';

export interface Person {
  given: string;
  family: string;
  /** As a bill prints it. */
  name: string;
  street: string;
  town: string;
  city: string;
  postcode: string;
}

/** What a bill is made of: three people of one country, an issuer, words of its language. */
export interface Scene {
  me: Person;
  other: Person;
  third: Person;
  issuer: string;
  /** Of the issuer. */
  seat: string;
  words: RoleWords;
  /** One of the ways in which the language says it. */
  say: (key: keyof RoleWords) => string;
  pick: <T>(all: readonly T[]) => T;
  random: () => number;
}

export function sceneOf(words: RoleWords, seed: number): Scene {
  const random = randomFrom(seed * 9176 + 5);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const say = (key: keyof RoleWords) => pick(words[key].split('|'));
  const shuffled = (key: 'given' | 'family') =>
    words[key]
      .split('|')
      .map((word) => ({ word, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ word }) => word);
  const [given, family] = [shuffled('given'), shuffled('family')];
  const isLoud = random() < 0.2;
  const person = (at: number): Person => {
    const [first = '', last = ''] = [given[at], family[at]];
    const place = placeOf(words, say, random);
    const name = `${first} ${last}`;
    return { given: first, family: last, name: isLoud ? name.toUpperCase() : name, ...place };
  };
  const seat = placeOf(words, say, random);
  return {
    me: person(0),
    other: person(1),
    third: person(2),
    issuer: say('firms'),
    seat: `${seat.street}, ${seat.town}`,
    words,
    say,
    pick,
    random,
  };
}

function placeOf(words: RoleWords, say: Scene['say'], random: () => number) {
  const number = String(2 + Math.floor(random() * 140));
  const street = words.street.replace('{s}', say('streets')).replace('{n}', number);
  const form = words.town.replace(/[{]c[}],? ?/, '').trim();
  const postcode = form
    .replaceAll('#', () => String(1 + Math.floor(random() * 9)))
    .replaceAll('@', () => 'ABDEHJLNPRSTWY'[Math.floor(random() * 14)] ?? 'A');
  const city = say('towns');
  const town = words.town.replace('{c}', city).replace(form, postcode);
  return { street, town, city, postcode };
}

export interface Spot {
  x: number;
  y: number;
  size?: number;
  /** Between lines, in sizes. */
  gap?: number;
}

/** Lines one below the other. */
export function block(lines: readonly string[], { x, y, size = 10.5, gap = 1.4 }: Spot): Ink[] {
  return lines.flatMap((text, row) =>
    text === '' ? [] : [{ text, x, y: y + row * size * gap, size }],
  );
}

export const linesOf = ({ name, street, town }: Person): string[] => [name, street, town];
export const oneLine = ({ name, street, town }: Person): string => `${name}, ${street}, ${town}`;

/** Letterhead, facts, text, amounts and foot of a bill, without anybody who receives it. */
export function pageOf({ issuer, seat, words, say, random, pick }: Scene): Ink[] {
  const isBlock = random() < 0.4;
  const [street = '', town = ''] = seat.split(', ');
  const head: Ink[] = [
    { text: issuer, x: pick([60, 300]), y: 60, size: pick([12, 18]), bold: true },
    ...(isBlock
      ? block([issuer, street, town], { x: 430, y: 80, size: 8 })
      : [{ text: seat, x: 60, y: 80, size: 8 }]),
  ];
  const amounts = [0, 1, 2].map(() => (random() * 300 + 10).toFixed(2));
  const [text = '', more = ''] = words.text.split('|');
  return [
    ...head,
    ...block([text, more], { x: 60, y: 345, size: 9.5 }),
    ...block([say('booking'), say('booking'), 'Total'], { x: 60, y: 600, size: 10 }),
    ...block(amounts, { x: 460, y: 600, size: 10 }),
    { text: `${issuer} | IBAN XX12 3456 7890 1234`, x: 60, y: 805, size: 7.5 },
  ];
}

/** A bill that somebody receives, with numbers and days beside it. */
export function billTo(lines: readonly string[], scene: Scene): Ink[] {
  const isRight = scene.random() < 0.25;
  const facts = ['No. 4471 0926', '12.11.2026', '01.10.2026 - 31.10.2026'];
  return [
    ...pageOf(scene),
    ...block(lines, { x: isRight ? 330 : 60, y: 150 }),
    ...block(facts, { x: isRight ? 60 : 360, y: 152, size: 9 }),
  ];
}
