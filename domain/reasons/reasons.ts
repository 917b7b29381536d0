/**
 * The closed list of reasons (docs/case.md#reasons). The disposition is its own field and never read
 * off the code; `tells: 'nothing'` marks reasons that would tip someone off: the customer and keys
 * without `findings:read` see `verification_unsuccessful` in their place.
 */
export const DISPOSITIONS = ['retry', 'final', 'review'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Shown in place of a reason that must not be disclosed. No engine gives it. */
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
  /** Asks for a better picture instead of counting as a rejection (docs/case.md#documents-and-checks). */
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
const NEUTRAL_SENTENCE =
  'We could not verify you with what you sent. Please contact us if you have questions.';
/** One sentence for both: it must not tell that a scanner matched. */
const UNCHECKED =
  'We could not check your file automatically. You need not do anything unless we ask you for another one.';
const neutral = (disposition: 'review' | 'final', internal: string) =>
  ({ disposition, internal, customer: NEUTRAL_SENTENCE, tells: 'nothing' }) as const;
const byPeople = (internal: string) =>
  ({ ...neutral('final', internal), peopleOnly: true }) as const;

export const REASONS = {
  file_type_not_accepted: retry(
    'The bytes are no accepted file type, or not the declared one.',
    'We cannot use this file. Please send a photo (JPEG, PNG, WebP or HEIC) or a PDF.',
  ),
  file_too_large: retry(
    'The file, or something in it, is larger than a limit.',
    'The file, or a picture or page in it, is too large. Please send at most 10 MB, photos of at most 25 megapixels, and no page larger than A0.',
  ),
  file_corrupt: retry(
    'The file is empty, damaged or cut off.',
    'The file is empty or damaged. Please send it again, or send a new photo.',
  ),
  file_encrypted: retry(
    'The PDF asks for a password, is encrypted in an unknown way, or is encrypted where the policy refuses that.',
    'The file is encrypted or protected by a password. Please send it without protection, or send photos of its pages.',
  ),
  file_active_content: retry(
    'The file holds a script, an action, media, or a file that is no plain data, or it hides what it holds.',
    'The file contains parts that we do not accept, such as scripts or attachments. Please print it to a new PDF and send that, or send a photo.',
  ),
  file_not_processable: person(
    'A decoder or an engine failed on this file twice, while its own specimen passed.',
    UNCHECKED,
  ),
  file_unsafe: person('A safety rule matched this file.', UNCHECKED),
  image_too_small: retake(
    'The picture, or the face in it, has too few pixels.',
    'The picture shows too little detail. Please take it from closer and send it in full size.',
  ),
  image_blurred: retake(
    'The picture, or the face in it, is not sharp.',
    'The picture is not sharp. Please hold the camera still and try again.',
  ),
  image_dark: retake(
    'The picture is too dark.',
    'The picture is too dark. Please take it again in better light.',
  ),
  image_glare: retake(
    'A reflection seems to cover part of the picture.',
    'There seems to be a reflection in the picture. Please take it again without flash and direct light.',
  ),
  image_cropped: retake(
    'Part of the document is outside the picture.',
    'Part of the document is outside the picture. Please take it again so that all of it shows.',
  ),
  document_unreadable: retake(
    'What is needed of the document could not be read with certainty.',
    'We could not read all that we need on the document. Please send a sharp picture of the whole page, with nothing covered.',
  ),
  document_side_missing: retake(
    'A side of the document is missing.',
    'Please send both sides of the document.',
  ),
  document_type_not_accepted: retry(
    'The type that was read is not among those accepted.',
    'This does not seem to be a type of document that we accept. Please send one of another type.',
  ),
  document_country_not_accepted: retry(
    'The issuer that was read is not among those accepted.',
    'This does not seem to be from a country whose documents we accept. Please send another one, if you have one.',
  ),
  document_expired: retry(
    'By the day that was read, the document was expired when it was received.',
    'By the date that we read on it, the document has expired. Please send a valid one.',
  ),
  document_inconsistent: person(
    'Parts of the document disagree with each other, or with what was stated of it.',
    'We could not confirm your document automatically. You need not do anything unless we ask you for another one.',
  ),
  name_mismatch: retry(
    'The name that was read does not agree with the details, or not in full.',
    'We could not confirm that the name on the document is the one you gave. Please check your details, or send a document with that name.',
  ),
  birth_date_mismatch: retry(
    'The birth date that was read does not agree with the details, or is not known.',
    'We could not confirm that the birth date on the document is the one you gave. Please check your details, or send another document.',
  ),
  document_number_mismatch: retry(
    'The document number does not agree with the one given.',
    'We could not confirm that the number of the document is the one you gave. Please check your details, or send another document.',
  ),
  under_minimum_age: final(
    'By the birth date that was read, the person is younger than the policy allows.',
    'By the birth date that we read, you have not reached the minimum age. Please contact us if that date is wrong.',
  ),
  document_in_use: neutral(
    'review',
    'Another customer sent this document, or one whose number is the same or looks like it.',
  ),
  document_suspected_fraud: byPeople('A reviewer suspects a forged or misused document.'),
  address_name_mismatch: retry(
    'The name of the details does not stand with the address in the document, or not as it was stated.',
    'We could not find your name, as you gave it, with your address in this document. Please check your details, or send a document that is addressed to you.',
  ),
  address_mismatch: retry(
    'The address of the details was not found where it counts in the document, or not in full.',
    'We could not confirm your address with this document. Please check the address that you gave, or send a document that shows all of it with your name.',
  ),
  address_document_too_old: retry(
    'By the day that was read, the document is older than the policy allows for its type.',
    'By the date that we read on it, the document is too old. Please send a more recent one.',
  ),
  address_date_not_found: retry(
    'No day of issue up to the day of receipt was found behind a label that means one.',
    'We could not find out when the document was issued. Please send one that shows the day of issue.',
  ),
  address_date_ambiguous: person(
    'The day of issue is not certain: it can be read in two ways, only a period tells it, or another date contradicts it.',
    'We could not tell for certain when the document was issued. You need not do anything unless we ask you for another one.',
  ),
  address_type_not_accepted: retry(
    'This type is not accepted as proof of address.',
    'We cannot accept this type of document as proof of address. Please send one of another type.',
  ),
  face_not_found: retake(
    'No face was found.',
    'We could not see your face clearly. Please try again in good light, with your whole face in the picture.',
  ),
  several_faces: retake(
    'More than one face was found.',
    'There seems to be more than one face in the picture. Please try again with only you in the picture.',
  ),
  face_mismatch: person(
    'The face does not agree with the portrait of the document, or not for certain.',
    'We could not confirm your picture automatically. You need not do anything unless we ask you for another one.',
  ),
  liveness_not_shown: retake(
    'The pictures do not show the challenge as it was asked, by one person and in time.',
    'We could not confirm the movements that we asked for. Please try again, and follow the instructions one by one.',
  ),
  sanctions_possible_match: neutral('review', 'A sanctions entry may be this person.'),
  sanctions_match: byPeople('A reviewer confirmed a sanctions entry to be this person.'),
  pep_possible_match: neutral('review', 'An entry of politically exposed persons may match.'),
  attempts_exhausted: final(
    'All attempts of this round were used.',
    'You have used all your attempts. Please contact us if you have questions.',
  ),
  deadline_passed: retry(
    'The deadline passed while we waited for the customer.',
    'The time to send this has passed. Please contact us if you want to go on.',
  ),
  details_incomplete: retry(
    'Details that the level asks for are missing.',
    'Some of your details are missing. Please complete them.',
  ),
  country_not_served: final(
    'The operator does not serve this country.',
    'We do not offer our service in your country yet.',
  ),
  more_information_needed: retry(
    'A reviewer asked for more.',
    'We need something more from you. Please send what we asked for.',
  ),
  check_unavailable: person(
    'An engine, a scanner or a vendor was not available.',
    'We could not automatically check all that you sent. You need not do anything unless we ask you to.',
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
export function disclosedAs(code: ReasonCode): {
  code: ReasonCode | typeof NEUTRAL_CODE;
  disposition: Disposition;
  message: string;
} {
  const { tells, disposition, customer } = reasonOf(code);
  return tells === 'reason'
    ? { code, disposition, message: customer }
    : { code: NEUTRAL_CODE, disposition: 'review', message: NEUTRAL_SENTENCE };
}
