import { issuerOf } from './mrz/countries.ts';
import type { MrzName } from './mrz/parse.ts';
import type { CardField } from './viz/captions.ts';
import { daysIn, type PrintedDay } from './viz-dates.ts';
import type { PrintedValues } from './viz-values.ts';
import { nameDiffers, numberDiffers } from './viz-words.ts';

/** What an MRZ or a barcode says of what may stand in print too. */
export interface FirstReading {
  /** `YYMMDD`; a part that is not known is `<<` or `00`. */
  birth: string;
  expiry: string;
  sex: 'F' | 'M' | 'X' | null;
  /** ICAO 9303-3 code. */
  nationality: string | null;
  number: string;
  name: MrzName;
  /** All its letters and digits: a number in print may stand in another of its fields. */
  whole: string;
}

/** Fields that a document may say twice. */
export const TWICE_READ = [
  'birth_date',
  'expires_on',
  'sex',
  'nationality',
  'document_number',
  'name',
] as const;
export type TwiceRead = (typeof TWICE_READ)[number];
export type Agreement = 'agrees' | 'differs' | 'not_compared';
export type TwiceReads = Record<TwiceRead, Agreement>;

/**
 * How print agrees with another reading of the same document, field by field. `differs` is said only of
 * what was read well and belongs to the field: what is not found, or has a form that is not known, is
 * not compared.
 */
export function comparedTwice(first: FirstReading, print: PrintedValues): TwiceReads {
  const { fields, texts, seen, days } = print;
  const text = (field: CardField) => fields[field]?.text ?? '';
  const { birth, expiry } = first;
  const names = {
    family: `${text('family')} ${text('family_2')}`,
    given: text('given'),
    texts: seen,
  };
  const isOther = numberDiffers(first, { captioned: text('number'), texts, seen });
  return {
    birth_date: ofDay(birth, { own: daysIn(text('birth')), days, other: expiry }),
    expires_on: ofDay(expiry, { own: daysIn(text('expires')), days, other: birth }),
    sex: ofSex(first.sex, text('sex')),
    nationality: ofNationality(first.nationality, text('nationality')),
    document_number: isOther ? 'differs' : 'not_compared',
    name: nameDiffers(first.name, names) ? 'differs' : 'not_compared',
  };
}

/** The fields that differ, in the order of the list. */
export function differing(reads: TwiceReads): TwiceRead[] {
  return TWICE_READ.filter((field) => reads[field] === 'differs');
}

interface DatesInViz {
  /** Behind the caption of this field, in each way to read them. */
  own: readonly PrintedDay[];
  /** Of each line of the page. */
  days: readonly (readonly PrintedDay[])[];
  /** The first reading of the other of birth and expiry. */
  other: string;
}

/** A page says three days: birth, issue, expiry. Where it has as many, one of them is this. */
const DAYS_OF_A_PAGE = 3;

function ofDay(six: string, { own, days, other }: DatesInViz): Agreement {
  if (!/\d/.test(six)) return 'not_compared';
  // a day under another caption: the layout is not as it seems
  if (days.flat().some((day) => isSame(six, day))) return 'agrees';
  if (own.length > 0) return 'differs';
  const whole = days.filter((some) => some.some(({ year }) => year !== null));
  const count = new Set(whole.map(([day]) => day?.six)).size;
  const isPage = whole.flat().some((day) => isSame(other, day)) && count >= DAYS_OF_A_PAGE;
  return isPage ? 'differs' : 'not_compared';
}

/** Equal in all that the first reading knows. */
function isSame(six: string, day: PrintedDay): boolean {
  return [0, 2, 4].every((at) => {
    const [known, printed] = [six.slice(at, at + 2), day.six.slice(at, at + 2)];
    return known === printed || !/\d/.test(known) || (known === '00' && at > 0);
  });
}

function ofSex(sex: FirstReading['sex'], printed: string): Agreement {
  const isTold = /^[FM]$/.test(printed) && /^[FM]$/.test(sex ?? '');
  if (!isTold) return 'not_compared';
  return sex === printed ? 'agrees' : 'differs';
}

/** Codes alone: `SVENSK` is nobody's code, and `XXA` no nationality. */
function ofNationality(code: string | null, printed: string): Agreement {
  const [one, other] = [issuerOf(code ?? '')?.alpha2, issuerOf(printed)?.alpha2];
  if (!one || !other) return 'not_compared';
  return one === other ? 'agrees' : 'differs';
}
