import type { CheckKind } from './checks.ts';

/**
 * What a finding of each kind does not prove (docs/checks.md). A finding carries it unless its engine says
 * something more exact.
 */
export const NOT_PROVEN_BY: Record<CheckKind, readonly string[]> = {
  file_safety: ['that the file is free of malware', 'that the file was not edited'],
  image_quality: ['that the picture shows what it should, or all of it'],
  identity_reading: ['that the document is genuine', 'that the person who sent it is its holder'],
  identity_validity: ['that the document is genuine', 'that its issuer has not revoked it'],
  identity_match: ['that the person who sent it is its holder'],
  identity_unique: ['that the same document was not used under another number or elsewhere'],
  document_unique: ['that the same paper was not photographed again'],
  address_match: ['that the letter is genuine', 'that the person lives there'],
  address_recency: ['that the letter is genuine, and its date true'],
  face_match: ['who the person is: a score is above or below the limit of this operator'],
  liveness: ['that no attack took place: not ISO 30107-3 tested'],
  screening: ['that the person is or is not sanctioned: these lists of these dates were searched'],
  manual: [],
};
