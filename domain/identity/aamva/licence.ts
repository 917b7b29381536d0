import type { MrzName } from '../mrz/parse.ts';
import { type AamvaDays, daysOf } from './days.ts';
import { type AamvaElements, elementsOf } from './elements.ts';
import { readHeader } from './header.ts';
import { countryOfState, issuerOf } from './issuers.ts';
import { isPartedName, licenceName } from './name.ts';
import { isStripe, textOf } from './text.ts';

/** What the barcode of a US or Canadian licence or identification card says. Days are `YYYY-MM-DD`. */
export interface Licence {
  kind: 'DL' | 'ID';
  /** Null where the head is not of a known form. */
  version: number | null;
  /** ISO 3166-1 alpha-2 of the issuer, and its own postal letters where its number is known. */
  country: 'US' | 'CA';
  jurisdiction: string | null;
  /** Upper case, letters and digits only. */
  number: string;
  name: MrzName;
  birth: string;
  /** Null where the card never expires. */
  expiresOn: string | null;
  issuedOn: string | null;
  sex: 'F' | 'M' | 'X' | null;
  address: { line1: string; city: string; region: string; postalCode: string };
}

/** Why a barcode is no certain reading; diagnostic, for reviewers. */
export type LicenceDoubt =
  | 'no_header'
  | 'magnetic_stripe'
  | 'no_subfile'
  | 'element_missing'
  | 'country_unclear'
  | 'no_calendar_day'
  | 'days_contradict'
  | 'days_ambiguous'
  | 'name_unparted'
  | Exclude<AamvaElements['doubt'], null>;

/** What was read, however little: for whoever looks at what is no certain reading. */
export type LicenceSeen = Partial<Omit<Licence, 'version'>>;

/** With a doubt `licence` is a reading that a person must confirm, or null where too much is missing. */
export type LicenceReading = { seen: LicenceSeen } & (
  | { licence: Licence; doubt: LicenceDoubt | null }
  | { licence: null; doubt: LicenceDoubt }
);

/**
 * Reads the bytes of a PDF417. There is no check digit and no signature in it: what stands here is
 * well-formed and makes sense on the day of receipt, no more. Issuers depart from the standard in many
 * ways; what can be read in one way alone is read, all else is a doubt.
 */
export function readLicence(bytes: Uint8Array, receivedOn: string): LicenceReading {
  const text = textOf(bytes);
  const header = readHeader(text);
  if (!header) return refused(isStripe(text) ? 'magnetic_stripe' : 'no_header');
  const found = elementsOf(text, header);
  if (!found) return refused('no_subfile');
  const value = (id: string) => found.elements.get(id) ?? '';
  const issuer = issuerOf(header.issuer ?? '');
  const country = countryOf(value, issuer?.country);
  const name = licenceName(value);
  const { days, isCertain } = dated(value, country ?? 'US');
  const { birth, expires } = days;
  const number = value('DAQ')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  const issuedOn = days.issued;
  const seen: LicenceSeen = {
    kind: found.kind,
    ...(country === null ? {} : { country, ...datesSeen(days) }),
    ...(number === '' ? {} : { number }),
    name,
    ...addressSeen(value, country),
  };
  if (country === null) return refused('country_unclear', seen);
  if (number === '' || name.family.length === 0) return refused('element_missing', seen);
  if (birth === null || expires === null) return refused('no_calendar_day', seen);
  const expiresOn = expires === 'unlimited' ? null : expires;
  if (!isPlausible({ birth, expiresOn, issuedOn }, receivedOn)) {
    return refused('days_contradict', seen);
  }
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
    sex: SEXES[value('DBC').toUpperCase()] ?? null,
    ...addressSeen(value, country),
  };
  const unclear = isCertain ? null : 'days_ambiguous';
  const unparted = isPartedName(value) ? null : 'name_unparted';
  return { licence, doubt: found.doubt ?? unclear ?? unparted, seen };
}

/** True for what a card's PDF417 holds, read or not; false for another's, and for garbage. */
export function isCardText(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  return readHeader(text) !== null || isStripe(text);
}

/** Earlier birth dates are misread: no holder of a licence is that old. */
const EARLIEST_BIRTH = '1900-01-01';
/** By ANSI D-20; the first version has letters too. */
const SEXES: Record<string, 'F' | 'M' | 'X'> = { 1: 'M', 2: 'F', 9: 'X', M: 'M', F: 'F', X: 'X' };

function refused(doubt: LicenceDoubt, seen: LicenceSeen = {}): LicenceReading {
  return { licence: null, doubt, seen };
}

type Value = (id: string) => string;

function dated(value: Value, country: 'US' | 'CA') {
  return daysOf({ birth: value('DBB'), expires: value('DBA'), issued: value('DBD') }, country);
}

function datesSeen({ birth, expires, issued }: AamvaDays): LicenceSeen {
  return {
    ...(birth === null ? {} : { birth }),
    ...(expires === null || expires === 'unlimited' ? {} : { expiresOn: expires }),
    ...(issued === null ? {} : { issuedOn: issued }),
  };
}

/** The first version may have a second address, of residence, where there is no first. */
function addressSeen(value: Value, country: 'US' | 'CA' | null): Pick<Licence, 'address'> {
  return {
    address: {
      line1: value('DAG') || value('DAL'),
      city: value('DAI') || value('DAN'),
      region: value('DAJ') || value('DAO'),
      postalCode: postalCode(value('DAK') || value('DAP'), country),
    },
  };
}

function isPlausible(
  { birth, expiresOn, issuedOn }: Pick<Licence, 'birth' | 'expiresOn' | 'issuedOn'>,
  receivedOn: string,
): boolean {
  if ((issuedOn ?? '') > receivedOn || birth < EARLIEST_BIRTH) return false;
  if (birth >= (issuedOn ?? receivedOn)) return false;
  return expiresOn === null || expiresOn > (issuedOn ?? birth);
}

const COUNTRIES: Record<string, 'US' | 'CA'> = { USA: 'US', US: 'US', CAN: 'CA', CA: 'CA' };

/**
 * The issuing country. The card names it from the second version of the standard on, and its issuer number
 * implies it; the two must agree. If neither is known, it is the country of the state or province of the
 * holder's address.
 */
function countryOf(value: Value, issuers: 'US' | 'CA' | undefined): 'US' | 'CA' | null {
  const said = value('DCG').toUpperCase();
  const told = COUNTRIES[said];
  if (said !== '' && told === undefined) return null;
  if (told !== undefined && issuers !== undefined && told !== issuers) return null;
  return told ?? issuers ?? countryOfState((value('DAJ') || value('DAO')).toUpperCase());
}

/** Filled up with zeros to nine digits in the United States: `231100000` is `23110`. */
function postalCode(text: string, country: 'US' | 'CA' | null): string {
  const bare = text.replace(/\s/g, '');
  if (country === 'CA') return bare.toUpperCase();
  return bare.replace('-', '').replace(/^(\d{5})0000$/, '$1');
}
