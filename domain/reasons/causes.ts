import { alone, of, type Cause } from './cause.ts';
import { FILE_CAUSES } from './file-causes.ts';
import type { ReasonCode } from './reasons.ts';
import { VENDOR_CAUSES } from './vendor-causes.ts';

const UNREAD = ['document_unreadable'] as const;
const DISAGREES = ['document_inconsistent'] as const;
const ADDRESS = ['address_mismatch'] as const;
const UNSHOWN = ['liveness_not_shown'] as const;
const unread = (said: string) => of(UNREAD, said);
const disagrees = (said: string) => of(DISAGREES, said);
const elsewhere = (said: string) => of(ADDRESS, said);
const unshown = (said: string) => of(UNSHOWN, said);

/** The words of `measures.detail`, closed: each with its sentence for the person who looks. */
export const CAUSES = {
  ...FILE_CAUSES,
  ...VENDOR_CAUSES,
  no_page: unread('There is no page to read.'),
  no_zone: of(
    [...UNREAD, 'document_side_missing'],
    'No machine-readable zone was found on the pages.',
  ),
  several_documents: unread(
    'Several documents are in the picture, and not exactly one of them is the customer’s.',
  ),
  one_of_several: alone('Several documents are in the picture; the one that fits was read.'),
  partial: unread('Only a part of the machine-readable zone was read.'),
  digits: unread('Check digits of the zone do not hold: measure `failing_digits` names them.'),
  ambiguous: alone('Several ways to read the zone fit its check digits.', UNREAD),
  no_calendar_day: unread('A day that was read is no day of the calendar.'),
  number_ambiguous: unread(
    'The number may be read in two ways, and print does not confirm the one of the zone.',
  ),
  wrong_check_digit: of(
    [...DISAGREES, ...UNREAD],
    'The zone was read clearly, and a check digit is wrong: `failing_digits` names it.',
  ),
  name_unclear: unread('The name was read in several ways, and print agrees with none.'),
  name_differs_in_print: disagrees('Print has another name than the zone or the barcode.'),
  birth_date_differs_in_print: disagrees(
    'Print has another day of birth than the zone or the barcode.',
  ),
  expiry_differs_in_print: disagrees(
    'Print has another day of expiry than the zone or the barcode.',
  ),
  sex_differs_in_print: disagrees('Print has another sex than the zone or the barcode.'),
  nationality_differs_in_print: disagrees('Print has another nationality than the zone.'),
  number_differs_in_print: disagrees('Print has another number than the zone or the barcode.'),
  front_differs: disagrees('The name in the barcode was not found on the front.'),
  front_unclear: unread(
    'The front does not show the number of the barcode, or too little of it was read.',
  ),
  name_not_in_print: unread(
    'A part of the name in the zone was not found in print: it may be covered.',
  ),
  stated_nationality_differs: disagrees('The document has another nationality than the details.'),
  declared_type_differs: of(
    [...DISAGREES, 'document_type_not_accepted'],
    'The document is of another type than it was sent in as.',
  ),
  declared_country_differs: of(
    [...DISAGREES, 'document_country_not_accepted'],
    'The document is of another country than it was sent in as.',
  ),
  age_by_one_reading: of(
    ['under_minimum_age'],
    'One reading alone says that the person is too young: nothing confirms it.',
  ),
  no_barcode: of([...UNREAD, 'document_side_missing'], 'No barcode of a licence was found.'),
  no_header: unread('The barcode does not begin as that of a licence does.'),
  no_subfile: unread('The barcode has no part of a licence or card in it.'),
  element_missing: unread('The barcode lacks the number or the name.'),
  country_unclear: unread('The barcode does not tell one country.'),
  days_contradict: of([...DISAGREES, ...UNREAD], 'Days that were read cannot all be true.'),
  number_unchecked: alone('The document number has no check digit: nothing confirms it.'),
  unknown_code: alone(
    'A code of the document or its country is in no list; all check digits hold.',
  ),
  expiry_not_known: alone(
    'The document does not say until when it is valid, or that was not read.',
  ),
  birth_date_open: alone('A part of the birth date is not known, and the age depends on it.'),
  birth_year_two_ways: alone(
    'The two digits of the birth year can mean a child or somebody a hundred years older.',
  ),
  issuer_not_known: alone(
    'The issuing country was neither read nor declared, or is none that is known.',
  ),
  type_not_known: alone('The document does not say what it is, or that was not read.'),
  magnetic_stripe: unread(
    'The barcode holds the text of a magnetic stripe, not that of a licence.',
  ),
  days_ambiguous: alone('A day in the barcode can be read in two orders.'),
  name_unparted: alone(
    'The barcode has the name in one piece: family and given names are not apart.',
  ),
  cut_short: alone('The barcode ends before the length that it tells itself.'),
  separators_lost: alone('The elements of the barcode are not separated.'),
  line_unknown: alone('A line of the barcode begins with no element that is known.'),
  element_twice: alone('The barcode has an element twice, with two values.'),
  text_not_drawn: alone(
    'The text layer says what is not drawn there: the drawn page was read instead.',
    [
      ...UNREAD,
      ...ADDRESS,
      'address_name_mismatch',
      'address_document_too_old',
      'address_date_not_found',
      'address_date_ambiguous',
      'file_not_processable',
    ],
  ),
  dates_contradict: of(
    ['address_date_ambiguous'],
    'Another date or period of the letter contradicts its day of issue.',
  ),
  apart: of(
    [...ADDRESS, 'address_name_mismatch'],
    'The address stands in the document, but not with the name as receiver or holder.',
  ),
  left_over: elsewhere('More of the address is printed than was stated.'),
  not_printed: elsewhere('A part of the stated address is not printed, or was not read.'),
  unit_not_printed: elsewhere('The stated flat or unit is not printed, or was not read.'),
  unit_differs: elsewhere('Another flat or unit is printed, as it was read.'),
  number_differs: elsewhere('Another house number is printed, as it was read.'),
  postal_code_differs: elsewhere('Another postcode is printed, as it was read.'),
  country_differs: elsewhere('Another country is printed.'),
  street_differs: elsewhere('The town is printed, with a street of another name.'),
  no_fields: unread('The print has no fields that are known.'),
  field_missing: unread('A field of the print is missing or was not read.'),
  printed_only: alone('Nothing but print was read: no check digit and no barcode confirms it.', [
    'document_in_use',
  ]),
  no_certain_reading: unread('Nothing of the document was read with certainty.'),
  file_not_safe: alone('The file did not pass its own check: nothing of it was looked at.'),
  no_consent: alone('There is no consent of the customer to a comparison of faces.'),
  not_scanned: of(
    ['check_unavailable'],
    'The policy demands a malware scan, and not all of it was scanned: `malware_detail`.',
  ),
  magic_value: alone('A magic value of test mode answered.'),
  identity_not_looked_at: alone('The identity document has no page to compare the face with.'),
  selfie_not_looked_at: alone('The selfie has no picture to look at.'),
  portrait_not_found: alone('No portrait was found on the identity document.'),
  portrait_too_small: alone('The portrait on the identity document is too small to compare.'),
  no_challenge: alone('The selfie came without a challenge: nothing was asked to be shown.'),
  challenge_reused: unshown('The challenge was answered before.'),
  identical_frames: unshown('One picture was sent as several.'),
  late: unshown('The pictures came after the time of the challenge.'),
  too_fast: unshown('The pictures came faster than the movements can be made.'),
  number_of_frames: unshown('There are fewer or more pictures than the challenge takes.'),
  step_missing: unshown('A movement of the challenge has no picture.'),
  order: unshown('The pictures do not show the movements in the order that was asked.'),
  turn_not_shown: unshown(
    'The head is not turned as far as was asked, or not back to the front in between.',
  ),
  mirrored: unshown('The head is turned to the other side: the pictures may be mirrored.'),
  other_face: unshown('The pictures do not all show the same face.'),
  several_faces: of(['several_faces'], 'A picture of the challenge shows several faces.'),
} as const satisfies Record<string, Cause>;

export type CauseWord = keyof typeof CAUSES;
export const CAUSE_WORDS = Object.keys(CAUSES) as CauseWord[];

/** The cause of a word, with all members visible to the compiler. */
export function causeOf(word: CauseWord): Cause {
  return CAUSES[word];
}

/** True where this word may stand beside these reasons; beside none where it may stand alone. */
export function mayStand(word: CauseWord, reasons: readonly ReasonCode[]): boolean {
  if (word === 'magic_value') return true;
  const { reasons: known, isAlone } = causeOf(word);
  return reasons.length === 0 ? isAlone : reasons.some((code) => known.includes(code));
}

/** What the measures of a finding say of its cause: of several files, that of the first which has one. */
export function causeIn(measures: Readonly<Record<string, number | string>>): string | null {
  const file = Object.keys(measures).find((name) => /^file_\d+_detail$/.test(name));
  return saidOf(measures['detail'] ?? measures[file ?? '']);
}

/** What the detail of a finding means, for readers of findings; null for a word that has no sentence. */
export function saidOf(detail: number | string | undefined): string | null {
  const known = CAUSE_WORDS.find((word) => word === detail);
  if (known !== undefined) return CAUSES[known].said;
  const step = /^step_(\d+)_not_seen$/.exec(String(detail))?.[1];
  return step === undefined ? null : `No clear face was seen in step ${Number(step) + 1}.`;
}
