import type { Address } from '../../domain/case/details.ts';
import type { DocumentType } from '../../domain/documents/documents.ts';
import { moved } from './bill.ts';
import {
  LETTER_COUNTRIES,
  LETTER_WORDS,
  type LetterCountry,
  type LetterCountryCode,
  type LetterWords,
} from './letter-words.ts';
import { randomFrom } from './random.ts';

/** A run of text: its baseline starts at (x, y), in points from the page's upper left corner. */
export interface Ink {
  text: string;
  x: number;
  y: number;
  size: number;
  bold?: boolean;
}

export interface Letter {
  country: LetterCountryCode;
  type: DocumentType;
  givenNames: string;
  familyName: string;
  address: Address;
  /** `YYYY-MM-DD` */
  issuedOn: string;
  issuer: string;
  inks: Ink[];
}

export interface LetterWish {
  seed: number;
  country?: LetterCountryCode;
  issuedOn: string;
  /** To whom it is sent, where not to an invented person. */
  to?: Pick<Letter, 'givenNames' | 'familyName' | 'address'>;
  /** Days in digits, or in words; either, by the seed, where it is not said. */
  digits?: boolean;
}

/** The five countries of the figures, in turn. */
export const MAIN_COUNTRIES = ['GB', 'US', 'DE', 'FR', 'ES', 'PT'] as const;

/** An invented proof of address in the manner of its country, with other days and addresses on it. */
export function makeLetter(wish: LetterWish): Letter {
  const random = randomFrom(wish.seed * 7919 + 17);
  const pick = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error('an empty list');
    return one;
  };
  const main = MAIN_COUNTRIES[wish.seed % MAIN_COUNTRIES.length] ?? 'GB';
  const country = wish.country ?? main;
  const manner: LetterCountry = LETTER_COUNTRIES[country];
  const words = LETTER_WORDS[manner.language];
  const { givenNames, familyName, address } = wish.to ?? invented(manner, country, random);
  const issuer = pick(manner.issuers);
  const coin = random() < 0.5;
  const inDigits = wish.digits ?? coin;
  const say = (day: string) => (inDigits ? digits(day, manner) : spoken(day, words));
  const sender = invented(manner, country, random).address;
  const facts = { words, say, issuedOn: wish.issuedOn, pick, random, city: pick(manner.cities) };
  const to = [`${givenNames} ${familyName}`, address.line1 ?? '', townOf(address, manner)];
  const inks = [
    ...head(issuer, [sender.line1, townOf(sender, manner)].join(', '), random() < 0.3),
    ...pick([besides, columns, table, placed])(to, facts),
    ...body(words, manner.currency, random),
    ...foot(issuer, words.since[0] ?? '', say(moved(wish.issuedOn, -2500))),
  ];
  const type = pick(['utility_bill', 'bank_statement'] as const);
  const { issuedOn } = wish;
  return { country, type, givenNames, familyName, address, issuedOn, issuer, inks };
}

interface Facts {
  words: LetterWords;
  say: (day: string) => string;
  issuedOn: string;
  pick: <T>(all: readonly T[]) => T;
  random: () => number;
  city: string;
}

function rowsOf({ words, say, issuedOn, pick }: Facts): [string, string][] {
  const range = `${say(moved(issuedOn, -38))} - ${say(moved(issuedOn, -8))}`;
  return [
    [words.customer, '4471 0926'],
    [pick(words.issued), say(issuedOn)],
    [pick(words.period), range],
    [pick(words.since), say(moved(issuedOn, -1200))],
    [pick(words.due), say(moved(issuedOn, 21))],
  ];
}

/** The receiver at the left, the facts at the right of it. */
function besides(to: string[], facts: Facts): Ink[] {
  const lines = rowsOf(facts).map(([label, value]) => `${label}: ${value}`);
  return [...block(to, { x: 60, y: 150, size: 11 }), ...block(lines, { x: 310, y: 150, size: 9 })];
}

/** The receiver at the right, below it labels in one column and values in another. */
function columns(to: string[], facts: Facts): Ink[] {
  const rows = rowsOf(facts);
  return [
    ...block(to, { x: 330, y: 140, size: 11 }),
    ...block(
      rows.map(([label]) => label),
      { x: 60, y: 220, size: 9.5 },
    ),
    ...block(
      rows.map(([, value]) => value),
      { x: 230, y: 220, size: 9.5 },
    ),
  ];
}

/** Labels above their values, three to a row. */
function table(to: string[], facts: Facts): Ink[] {
  const [customer, issued, , since, due] = rowsOf(facts);
  const cells = [customer, issued, facts.random() < 0.5 ? since : due].flatMap((row) => row ?? []);
  return [
    ...block(to, { x: 60, y: 150, size: 10.5 }),
    ...[0, 1, 2].flatMap((at) => [
      { text: cells[at * 2] ?? '', x: 60 + at * 165, y: 250, size: 9, bold: true },
      { text: cells[at * 2 + 1] ?? '', x: 60 + at * 165, y: 265, size: 9.5 },
    ]),
  ];
}

/** A letter: place and day at the right, other days in its text. */
function placed(to: string[], facts: Facts): Ink[] {
  const { words, say, issuedOn, city, pick } = facts;
  const place = city.split(',')[0] ?? city;
  const day = words.placed.replace('{p}', place).replace('{d}', say(issuedOn));
  const due = `${pick(words.due)}: ${say(moved(issuedOn, 21))}`;
  return [
    ...block(to, { x: 60, y: 150, size: 11 }),
    { text: day, x: 350, y: 235, size: 10.5 },
    { text: due, x: 60, y: 270, size: 10 },
  ];
}

function block(lines: string[], at: { x: number; y: number; size: number }): Ink[] {
  return lines.map((text, row) => ({ ...at, text, y: at.y + row * at.size * 1.5 }));
}

function head(issuer: string, from: string, atRight: boolean): Ink[] {
  const x = atRight ? 300 : 60;
  return [
    { text: issuer, x, y: 66, size: 18, bold: true },
    { text: from, x, y: 84, size: 8 },
  ];
}

function body(words: LetterWords, currency: string, random: () => number): Ink[] {
  const lines = [words.dear, ...words.body];
  const amounts = words.rows.map(() => `${(random() * 300 + 10).toFixed(2)} ${currency}`);
  return [
    ...block(lines, { x: 60, y: 340, size: 9.5 }),
    ...block([...words.rows, words.total], { x: 60, y: 430, size: 10 }),
    ...block([...amounts, `${(random() * 900 + 50).toFixed(2)} ${currency}`], {
      x: 440,
      y: 430,
      size: 10,
    }),
  ];
}

function foot(issuer: string, since: string, day: string): Ink[] {
  return [
    { text: `${issuer} | IBAN XX12 3456 7890 1234 | ${since}: ${day}`, x: 60, y: 800, size: 7.5 },
  ];
}

function invented(manner: LetterCountry, country: string, random: () => number) {
  const pick = (all: readonly string[]) => all[Math.floor(random() * all.length)] ?? '';
  const number = String(2 + Math.floor(random() * 140));
  const address: Address = {
    line1: pick(manner.streets).replace('{n}', number),
    line2: null,
    city: pick(manner.cities),
    region: null,
    postalCode: manner.postcode
      .replaceAll('#', () => String(1 + Math.floor(random() * 9)))
      .replaceAll('@', () => 'ABDEHJLNPRSTWY'[Math.floor(random() * 14)] ?? 'A'),
    country,
  };
  return { givenNames: pick(manner.given), familyName: pick(manner.family), address };
}

function townOf({ city, postalCode }: Address, manner: LetterCountry): string {
  return manner.town.replace('{c}', city ?? '').replace('{p}', postalCode ?? '');
}

function digits(day: string, { digits: form }: LetterCountry): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return form.replace('{dd}', date).replace('{mm}', month).replace('{yyyy}', year);
}

function spoken(day: string, { day: form, months }: LetterWords): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = months[Number(month) - 1] ?? '';
  return form
    .replace('{d}', String(Number(date)))
    .replace('{m}', name)
    .replace('{y}', year);
}
