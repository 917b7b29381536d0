import { DAY_WORDS, type DayWords } from './issue-day-words.ts';
import { moved } from './bill.ts';
import { randomFrom } from './random.ts';

export interface IssueDay {
  language: string;
  country: string;
  lines: string[];
  /** `YYYY-MM-DD` */
  issuedOn: string;
  /** Issued not longer than three months before it is received. */
  isRecent: boolean;
  /** Its day of issue is printed, with its label. */
  isTold: boolean;
}

/** A label and its day, or one text. */
type Fact = [string, string];

/** The day on which all of them are received. */
export const RECEIVED_ON = '2026-11-30';

/**
 * The lines of an invented bill: half of them old, with newer days of other kinds on them, and half of
 * these without a label of their day of issue.
 */
export function makeIssueDay(seed: number): IssueDay {
  const random = randomFrom(seed * 104_729 + 11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const languages = Object.keys(DAY_WORDS);
  const language = languages[seed % languages.length] ?? 'en';
  const words = DAY_WORDS[language] as DayWords;
  const from = (list: string) => pick(list.split('|'));
  const isRecent = random() < 0.5;
  const isTold = isRecent || random() < 0.5;
  const ago = isRecent ? 3 + Math.floor(random() * 60) : 200 + Math.floor(random() * 500);
  const issuedOn = moved(RECEIVED_ON, -ago);
  const form = from(words.forms);
  const say = (day: string) => sayDay(day, form, words);
  const told = (label: string, day: string): Fact => {
    const [before = '', after = ''] = label.split('{d}');
    return [before.trim(), `${say(day)}${after}`];
  };
  const others = [0, 1].map(() =>
    told(from(words.others), moved(RECEIVED_ON, Math.floor(random() * 12) - 9)),
  );
  const month = sayMonth(moved(issuedOn, -20), words);
  const period = from(words.period)
    .replace('{d}', say(moved(issuedOn, -40)))
    .replace('{d}', say(moved(issuedOn, -9)));
  const number = `${Math.floor(random() * 9e8)}${random() < 0.3 ? '-26' : ''}`;
  const label = from(words.issued).replace('{n}', number);
  const facts: Fact[] = [
    ...(isTold ? [told(label, issuedOn)] : []),
    [random() < 0.6 ? period : from(words.months).replace('{p}', month), ''] satisfies Fact,
    ...others,
  ].toSorted(() => random() - 0.5);
  return {
    language,
    country: pick(words.countries.split(' ')),
    lines: laid(facts, random),
    issuedOn,
    isRecent,
    isTold,
  };
}

/** Beside the receiver, one below the other, in two columns of label and value, or as a table. */
function laid(facts: Fact[], random: () => number): string[] {
  const to = ['Miss Harriet Pemberton', '10 High Street', 'London NW10 4LX', 'Reference 4471'];
  const lines = facts.map((fact) => fact.join(' ').trim());
  const way = random();
  if (way < 0.35) return ['Northgate', ...lines.map((line, at) => `${to[at] ?? 'More'}   ${line}`)];
  if (way < 0.7) return ['Northgate', ...to, ...lines];
  if (way < 0.85) return [...to, ...facts.map((fact) => fact.join('   ').trim())];
  const pairs = facts.filter(([, value]) => value !== '');
  const rest = facts.filter(([, value]) => value === '').map(([label]) => label);
  const row = (first: string, at: 0 | 1) => [first, ...pairs.map((pair) => pair[at])].join('   ');
  return [...to, ...rest, row('Ref', 0), row('4711', 1)];
}

function sayDay(day: string, form: string, { locale }: DayWords): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return form.replaceAll(/d(?=[./-])|(?<=[./-])d\b|den |de |del |th|[DdMmYyLS]/g, (sign) => {
    if (sign === 'D') return String(Number(date));
    if (sign === 'd') return date;
    if (sign === 'M') return String(Number(month));
    if (sign === 'm') return month;
    if (sign === 'Y') return year;
    if (sign === 'y') return year.slice(2);
    if (sign === 'L' || sign === 'S') return monthName(day, sign, locale);
    return sign;
  });
}

function monthName(day: string, length: 'L' | 'S', locale: string): string {
  const zone = { timeZone: 'UTC' } as const;
  const form =
    length === 'L'
      ? new Intl.DateTimeFormat(locale, { ...zone, month: 'long', day: 'numeric' })
      : new Intl.DateTimeFormat(locale, { ...zone, month: 'short' });
  const parts = form.formatToParts(new Date(`${day}T00:00:00Z`));
  return parts.find(({ type }) => type === 'month')?.value ?? '';
}

function sayMonth(day: string, { locale }: DayWords): string {
  const style = { month: 'long', timeZone: 'UTC' } as const;
  const name = new Intl.DateTimeFormat(locale, style).format(new Date(`${day}T00:00:00Z`));
  return `${name} ${day.slice(0, 4)}`;
}
