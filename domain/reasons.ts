/**
 * The closed list of reasons (case.md section 5). The disposition is its own field and never read
 * off the code; `tells: 'nothing'` marks reasons that would tip someone off: the customer and keys
 * without `findings:read` see `verification_unsuccessful` in their place.
 */
export const DISPOSITIONS = ['retry', 'final', 'review'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** What is shown instead of a reason that may not be told; given by no engine. */
export const NEUTRAL_CODE = 'verification_unsuccessful';

export interface Reason {
  disposition: Disposition;
  /** For reviewers. */
  internal: string;
  /** For the customer; shown only where `tells` is `reason`. */
  customer: string;
  tells: 'reason' | 'nothing';
  /** Only a person may give it; no engine and no rule does. */
  peopleOnly?: true;
  /** Asks for a better picture instead of counting as a rejection (verification.md section 1). */
  retake?: true;
}

const retry = (internal: string, customer: string) =>
  ({ disposition: 'retry', internal, customer, tells: 'reason' }) as const;
const retake = (internal: string, customer: string) =>
  ({ ...retry(internal, customer), retake: true }) as const;
const person = (internal: string, customer: string) =>
  ({ disposition: 'review', internal, customer, tells: 'reason' }) as const;
const final = (internal: string, customer: string) =>
  ({ disposition: 'final', internal, customer, tells: 'reason' }) as const;
const UNSAID = 'We could not verify you with what you sent.';
const neutral = (disposition: 'review' | 'final', internal: string) =>
  ({ disposition, internal, customer: UNSAID, tells: 'nothing' }) as const;
const byPeople = (internal: string) =>
  ({ ...neutral('final', internal), peopleOnly: true }) as const;

export const REASONS = {
  file_type_not_accepted: retry(
    'The bytes are no accepted file type, or not the declared one.',
    'Please send a photo (JPEG, PNG, WebP or HEIC) or a PDF.',
  ),
  file_too_large: retry(
    'The file exceeds the limit of bytes, pixels or pages.',
    'The file is too large. Please send a smaller one.',
  ),
  file_corrupt: retry(
    'The file is damaged or cut off.',
    'The file is damaged. Please send it again.',
  ),
  file_encrypted: retry(
    'The PDF is encrypted.',
    'The file is protected by a password. Please send it without one.',
  ),
  file_active_content: retry(
    'The file holds a script, a launch action or an attachment.',
    'The file contains active content. Please send a plain copy or a photo.',
  ),
  file_not_processable: person(
    'The decoder failed on this file twice, while its own specimen passed.',
    'We are looking at your file.',
  ),
  file_unsafe: person('A safety rule matched this file.', 'We are looking at your file.'),
  image_too_small: retake(
    'The picture has too few pixels.',
    'The picture is too small. Please take it from closer.',
  ),
  image_blurred: retake(
    'The picture is not sharp.',
    'The picture is blurred. Please hold the camera still and try again.',
  ),
  image_dark: retake(
    'The picture is too dark.',
    'The picture is too dark. Please find better light.',
  ),
  image_glare: retake(
    'A reflection covers part of the picture.',
    'There is a reflection on the picture. Please tilt the document a little.',
  ),
  image_cropped: retake(
    'Part of the document is outside the picture.',
    'Part of the document is missing. Please show all of it.',
  ),
  document_unreadable: retake(
    'The machine-readable part or the text could not be read with certainty.',
    'We could not read the document. Please take a clear picture of the whole page.',
  ),
  document_side_missing: retake(
    'A side of the document is missing.',
    'Please send both sides of the document.',
  ),
  document_type_not_accepted: retry(
    'This type of document is not accepted.',
    'We cannot accept this type of document.',
  ),
  document_country_not_accepted: retry(
    'The issuing country is not accepted.',
    'We cannot accept documents of this country.',
  ),
  document_expired: retry(
    'The document was expired when it was received.',
    'The document has expired. Please send a valid one.',
  ),
  document_inconsistent: person(
    'Parts of the document disagree with each other.',
    'We are looking at your document.',
  ),
  name_mismatch: retry(
    'The name on the document does not agree with the details.',
    'The name on the document is not the one you gave.',
  ),
  birth_date_mismatch: retry(
    'The birth date on the document does not agree with the details.',
    'The birth date on the document is not the one you gave.',
  ),
  document_number_mismatch: retry(
    'The document number does not agree with the one given.',
    'The document number is not the one you gave.',
  ),
  under_minimum_age: final(
    'The person is younger than the policy allows.',
    'You have not reached the minimum age.',
  ),
  document_in_use: neutral('review', 'Another customer uses a document with this number.'),
  document_suspected_fraud: byPeople('A reviewer suspects a forged or misused document.'),
  address_name_mismatch: retry(
    'The name of the details does not stand in the document.',
    'Your name does not stand in this document.',
  ),
  address_mismatch: retry(
    'The address of the details does not stand in the document.',
    'The address in this document is not the one you gave.',
  ),
  address_document_too_old: retry(
    'The document is older than the policy allows for its type.',
    'The document is too old. Please send a recent one.',
  ),
  address_date_not_found: retry(
    'No date of issue was found.',
    'We found no date on the document. Please send one that shows when it was issued.',
  ),
  address_date_ambiguous: person(
    'The date of issue can be read in two ways.',
    'We are looking at your document.',
  ),
  address_type_not_accepted: retry(
    'This type is not accepted as proof of address.',
    'We cannot accept this type of document as proof of address.',
  ),
  face_not_found: retake('No face was found.', 'We could not see your face. Please try again.'),
  several_faces: retake(
    'More than one face was found.',
    'There is more than one face in the picture.',
  ),
  face_mismatch: person(
    'The face does not agree with the portrait of the document.',
    'We are looking at your picture.',
  ),
  liveness_not_shown: retake(
    'The challenge was not completed.',
    'We could not follow your movements. Please try again.',
  ),
  sanctions_possible_match: neutral('review', 'A sanctions entry may be this person.'),
  sanctions_match: byPeople('A reviewer confirmed a sanctions entry to be this person.'),
  pep_possible_match: neutral('review', 'An entry of politically exposed persons may match.'),
  attempts_exhausted: final(
    'All attempts of this round were used.',
    'You have used all your attempts.',
  ),
  deadline_passed: retry(
    'The deadline passed while we waited for the customer.',
    'The time to send this has passed.',
  ),
  details_incomplete: retry(
    'Details that the level asks for are missing.',
    'Please complete your details.',
  ),
  country_not_served: final(
    'The operator does not serve this country.',
    'We do not serve your country yet.',
  ),
  more_information_needed: retry(
    'A reviewer asked for more.',
    'Please send what our reviewer asked for.',
  ),
  check_unavailable: person(
    'An engine or a vendor was not available.',
    'We are still looking at your document.',
  ),
  declined_by_reviewer: byPeople('A reviewer declined the application.'),
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

/** The full row of a reason: `REASONS[code]` with the optional fields visible to the compiler. */
export function reasonOf(code: ReasonCode): Reason {
  return REASONS[code];
}

/** The code and sentence that may be told to whom may not read findings. */
export function toldAs(code: ReasonCode): {
  code: ReasonCode | typeof NEUTRAL_CODE;
  disposition: Disposition;
  message: string;
} {
  const { tells, disposition, customer } = reasonOf(code);
  return tells === 'reason'
    ? { code, disposition, message: customer }
    : { code: NEUTRAL_CODE, disposition: 'review', message: UNSAID };
}
