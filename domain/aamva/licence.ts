import type { MrzName } from '../mrz/parse.ts';
import { isDay } from '../time.ts';
import { elementsOf } from './elements.ts';
import { readHeader } from './header.ts';
import { issuerOf } from './issuers.ts';
import { licenceName } from './name.ts';

/** What the barcode of a US or Canadian licence or identification card says. Days are `YYYY-MM-DD`. */
export interface Licence {
  kind: 'DL' | 'ID';
  version: number;
  /** ISO 3166-1 alpha-2 of the issuer, and its own postal letters where its number is known. */
  country: 'US' | 'CA';
  jurisdiction: string | null;
  /** Upper case, letters and digits only. */
  number: string;
  name: MrzName;
  birth: string;
  expiresOn: string;
  issuedOn: string | null;
  sex: 'F' | 'M' | 'X' | null;
  address: { line1: string; city: string; region: string; postalCode: string };
}

/** Why a barcode is no certain reading; diagnostic, for reviewers. */
export type LicenceDoubt =
  | 'no_header'
  | 'no_subfile'
  | 'element_missing'
  | 'country_unclear'
  | 'no_calendar_day'
  | 'days_contradict';

/**
 * Reads the bytes of a PDF417. There is no check digit and no signature in it: what stands here is
 * well-formed and makes sense on the day of receipt, no more.
 */
export function readLicence(
  bytes: Uint8Array,
  receivedOn: string,
): { licence: Licence; doubt: null } | { licence: null; doubt: LicenceDoubt } {
  const header = readHeader(bytes);
  if (!header) return refused('no_header');
  const found = elementsOf(bytes, header);
  if (!found) return refused('no_subfile');
  const value = (id: string) => found.elements.get(id) ?? '';
  const issuer = issuerOf(header.issuer);
  const country = countryOf(value('DCG'), issuer?.country);
  if (country === null) return refused('country_unclear');
  const name = licenceName(value);
  const number = value('DAQ')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  if (number === '' || name.family.length === 0) return refused('element_missing');
  const isYearFirst = header.version < 2 || country === 'CA';
  const day = (id: string) => dayOf(value(id), isYearFirst);
  const [birth, expiresOn, issuedOn] = [day('DBB'), day('DBA'), day('DBD')];
  if (birth === null || expiresOn === null) return refused('no_calendar_day');
  const issuedBefore = issuedOn ?? receivedOn;
  if (birth >= issuedBefore || birth < EARLIEST_BIRTH || (issuedOn ?? '') > receivedOn) {
    return refused('days_contradict');
  }
  if (expiresOn <= (issuedOn ?? birth)) return refused('days_contradict');
  const licence: Licence = {
    kind: found.kind,
    version: header.version,
    country,
    jurisdiction: issuer?.jurisdiction ?? null,
    number,
    name,
    birth,
    expiresOn,
    issuedOn,
    sex: SEXES[value('DBC')] ?? null,
    address: {
      line1: value('DAG'),
      city: value('DAI'),
      region: value('DAJ'),
      postalCode: postalCode(value('DAK'), country),
    },
  };
  return { licence, doubt: null };
}

/** Nobody who holds a licence was born before. */
const EARLIEST_BIRTH = '1900-01-01';
/** By ANSI D-20; the first version has letters too. */
const SEXES: Record<string, 'F' | 'M' | 'X'> = { 1: 'M', 2: 'F', 9: 'X', M: 'M', F: 'F', X: 'X' };

function refused(doubt: LicenceDoubt): { licence: null; doubt: LicenceDoubt } {
  return { licence: null, doubt };
}

/** What the card says (from the second version on) and whose number it bears must not disagree. */
function countryOf(said: string, issuers: 'US' | 'CA' | undefined): 'US' | 'CA' | null {
  const told = said === 'USA' ? 'US' : said === 'CAN' ? 'CA' : undefined;
  if (told !== undefined && issuers !== undefined && told !== issuers) return null;
  return told ?? issuers ?? null;
}

/** MMDDCCYY in the United States; CCYYMMDD in Canada, and everywhere in the first version. */
function dayOf(text: string, isYearFirst: boolean): string | null {
  const shape = isYearFirst ? /^(\d{4})(\d\d)(\d\d)$/ : /^(\d\d)(\d\d)(\d{4})$/;
  const [, a = '', b = '', c = ''] = shape.exec(text) ?? [];
  const day = isYearFirst ? `${a}-${b}-${c}` : `${c}-${a}-${b}`;
  return isDay(day) ? day : null;
}

/** Filled up with zeros to nine digits in the United States: `231100000` is `23110`. */
function postalCode(text: string, country: 'US' | 'CA'): string {
  const bare = text.replace(/\s/g, '');
  if (country === 'CA') return bare.toUpperCase();
  return bare.replace('-', '').replace(/^(\d{5})0000$/, '$1');
}
