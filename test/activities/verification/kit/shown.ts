import type { CheckKind, Outcome } from '../../../../domain/checks/checks.ts';

export type Pair = `${CheckKind} ${Outcome}`;

/** Where a pair is shown with a real file and the real engine: the file, and the beginning of the test's title. */
export interface Shown {
  file: string;
  title: string;
}

const at = (file: string, title: string): Shown => ({ file: `test/${file}.test.ts`, title });
const engine = (name: string, title: string) => at(`activities/verification/${name}`, title);
const NO_GATE = engine('round/unavailable', 'every check of a letter is unavailable');
const NO_READER = engine('round/unavailable', '%s: every check of identity is unavailable');

/** Each pair of the closed table (`domain/checks/possible-outcomes.ts`) that is shown. */
export const SHOWN: Partial<Record<Pair, Shown>> = {
  'file_safety pass': engine('engines/sanitiser', 'a photo comes back upright'),
  'file_safety fail': engine('checks/file-safety', 'a PNG named and declared as a JPEG'),
  'file_safety inconclusive': engine(
    'engines/sanitiser',
    '%s: the file is at fault, the next task works',
  ),
  'file_safety unavailable': NO_GATE,
  'image_quality pass': engine('engines/sanitiser', 'a PDF comes back as drawn pages'),
  'image_quality fail': engine('checks/image-quality', 'a refused file fails'),
  'image_quality inconclusive': engine('checks/image-quality', '%s'),
  'image_quality unavailable': NO_GATE,
  'identity_reading pass': engine('identity/identity', 'a card is read from its back'),
  'identity_reading inconclusive': engine('identity/licence', 'whose back cannot be read'),
  'identity_reading unavailable': NO_READER,
  'identity_validity pass': engine(
    'identity/identity',
    'validity ends as the day after the expiry',
  ),
  'identity_validity fail': engine('identity/identity', 'a visa of format %s is read'),
  'identity_validity inconclusive': engine('identity/print', 'that breaks a rule is doubt'),
  'identity_validity unavailable': NO_READER,
  'identity_match pass': engine('identity/identity', 'a passport made at run time'),
  'identity_match fail': engine('identity/licence', 'an expired licence is expired, a stranger’s'),
  'identity_match inconclusive': engine('identity/print', 'that breaks a rule is doubt'),
  'identity_match unavailable': NO_READER,
  'identity_unique pass': engine('round/unavailable', 'a passport whose number nobody else has'),
  'identity_unique inconclusive': engine(
    'round/unavailable',
    'a passport whose number nobody else has',
  ),
  'identity_unique unavailable': NO_READER,
  'address_match pass': engine('address/address', '$locale $kind: accepted for its owner'),
  'address_match fail': engine('address/address', '%s'),
  'address_match inconclusive': engine(
    'address/address',
    'name and address in a picture of the letter',
  ),
  'address_match unavailable': NO_GATE,
  'address_recency pass': engine('address/address', '$locale $kind: accepted for its owner'),
  'address_recency fail': engine('address/address', 'the type decides before the date'),
  'address_recency inconclusive': engine('address/address', '%s in %s: %s'),
  'address_recency unavailable': NO_GATE,
  'face_match pass': engine('faces/selfie', 'agree, by a score'),
  'face_match fail': engine('faces/selfie', 'of two people fail'),
  'face_match inconclusive': engine('faces/selfie', 'no face, two faces'),
  'face_match unavailable': engine('round/unavailable', 'where the reader of faces %s'),
  'liveness pass': engine('faces/selfie', 'is PASSED by one still'),
  'liveness fail': engine('faces/selfie', 'a still without a challenge never passes'),
  'liveness inconclusive': engine('faces/selfie', 'mirrored, shuffled'),
  'liveness unavailable': engine('round/unavailable', 'where the reader of faces %s'),
  'document_unique pass': engine('round/findings', 'a document that nobody else sent'),
  'document_unique inconclusive': engine('round/findings', 'a document that nobody else sent'),
  'document_unique unavailable': engine('round/unavailable', 'where the reader of print %s'),
};

/** Engines that are being built: each pair of them moves to the list above with its test. */
export const TO_COME: readonly CheckKind[] = ['screening'];
