/** Document types, sides and states (docs/case.md#documents-and-checks). Closed lists; all else is derived. */

export const DOCUMENT_TYPES = [
  'passport',
  'national_id',
  'driving_licence',
  'residence_permit',
  'utility_bill',
  'bank_statement',
  'tax_bill',
  'government_letter',
  'selfie',
  'funds_evidence',
  'other',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** `superseded`: out of play unjudged, by a newer one, by a waiver, or because its case ended. */
export const DOCUMENT_STATES = [
  'received',
  'verifying',
  'in_review',
  'accepted',
  'rejected',
  'superseded',
  'expired',
] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

export const SIDES = ['front', 'back', 'frame'] as const;
export type Side = (typeof SIDES)[number];

/** The media types that an upload may declare (docs/protection.md#uploads). */
export const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Types that have a reverse side: a card shows nothing useful without it, a passport has none. */
export const TWO_SIDED: readonly DocumentType[] = [
  'national_id',
  'driving_licence',
  'residence_permit',
];

/** One stored file of a document: an opaque blob id and a salted digest, never bytes. */
export interface Page {
  side: Side;
  blob: string;
  digest: string;
  mediaType: MediaType;
}
