import type { MrzName } from '../mrz/parse.ts';
import { spellings } from '../mrz/transliterate.ts';
import { shift } from '../../time.ts';
import { dayIn } from './days.ts';
import { numberedFields, type NumberedFields } from './fields.ts';
import type { FieldNumber } from './field-labels.ts';
import type { PrintedRow } from './rows.ts';

/** What is printed on the front of a European licence. Days are `YYYY-MM-DD`. */
export interface PrintedLicence {
  name: MrzName;
  birth: string;
  issuedOn: string | null;
  expiresOn: string;
  /** Upper case, letters and digits only. */
  number: string;
  /** Each field as it stands in print. */
  fields: NumberedFields;
}

export type PrintedDoubt = 'no_fields' | 'field_missing' | 'days_contradict';

/** Fewer numbered fields are a page of something else. */
const FIELDS_MIN = 3;
/** Directive 2006/126/EC, article 4(6): the least age that a state may set, for category AM. */
const AGE_MIN = 14;
const NUMBER = /^(?=.*\d)[A-Z0-9]{5,20}$/;

/**
 * Reads fields 1 to 5 of a licence by Directive 2006/126/EC, annex I. There is no check digit: a letter
 * may be misread without a sign of it.
 */
export function readPrintedLicence(
  rows: readonly PrintedRow[],
  receivedOn: string,
): { licence: PrintedLicence; doubt: null } | { licence: null; doubt: PrintedDoubt } {
  const fields = numberedFields(rows);
  const numbers = Object.keys(fields) as FieldNumber[];
  if (numbers.length < FIELDS_MIN) return { licence: null, doubt: 'no_fields' };
  const text = (number: FieldNumber) => fields[number]?.text ?? '';
  const name = { family: wordsOf(text('1')), given: wordsOf(text('2')), cut: false };
  const birth = dayIn(text('3'), receivedOn);
  const expiresOn = dayIn(text('4b'));
  const issuedOn = dayIn(text('4a'));
  const number = text('5')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  const hasName = name.family.length > 0 && name.given.length > 0;
  const isIssueRead = issuedOn !== null || fields['4a'] === undefined;
  if (!hasName || !NUMBER.test(number) || birth === null || expiresOn === null || !isIssueRead) {
    return { licence: null, doubt: 'field_missing' };
  }
  const holdable = shift(`${birth}T00:00:00.000Z`, { years: AGE_MIN }).slice(0, 10);
  const isOrdered = holdable <= (issuedOn ?? receivedOn) && (issuedOn ?? birth) < expiresOn;
  if (!isOrdered || birth >= receivedOn || (issuedOn ?? '') > receivedOn) {
    return { licence: null, doubt: 'days_contradict' };
  }
  return { licence: { name, birth, issuedOn, expiresOn, number, fields }, doubt: null };
}

function wordsOf(text: string): string[] {
  const [spelled = ''] = spellings(text.replace(/[^\p{L}\p{M}\s'’-]/gu, ' '));
  return spelled.split(' ').filter((word) => word.length > 0);
}
