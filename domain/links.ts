import { type DocumentType, type MediaType, type Side, TWO_SIDED } from './documents/documents.ts';
import { shift } from './time.ts';

export const LINK_STATES = ['open', 'completed', 'revoked', 'expired'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** How a link stands at an instant. What was completed stays so, whatever came later. */
export function linkState(
  link: { completedAt: string | null; revokedAt: string | null; expiresAt: string },
  now: string,
): LinkState {
  if (link.completedAt !== null) return 'completed';
  if (link.revokedAt !== null) return 'revoked';
  return link.expiresAt <= now ? 'expired' : 'open';
}

/** How long a link lives: a day unless the call says otherwise. */
const USUAL = { days: 1 };
/** The longest life of a link for a customer without a deadline. */
const LONGEST = { days: 30 };

/** The latest instant at which a link may end: the customer's next deadline, if one is to come. */
export function latestExpiry(now: string, deadline: string | null): string {
  return deadline !== null && deadline > now ? deadline : shift(now, LONGEST);
}

/** When a link ends that was asked for without an end. */
export function usualExpiry(now: string, deadline: string | null): string {
  const latest = latestExpiry(now, deadline);
  const usual = shift(now, USUAL);
  return usual < latest ? usual : latest;
}

/** A place for a file in a document that is being put together: `front`, `back`, `frame-1` … */
const PLACE = /^(?:front|back|frame-([1-9]|1\d|2[0-3]))$/;
/** The same as a text for schemas. */
export const PLACE_PATTERN = PLACE.source;

/** True where a document of this type has such a place: frames are a selfie's, a back is not. */
export function hasPlace(type: DocumentType, place: string): boolean {
  if (!PLACE.test(place) || place === 'front') return place === 'front';
  return (type === 'selfie') === place.startsWith('frame-');
}

/** The side of a document that a place shows. */
export function sideOfPlace(place: string): Side {
  return place === 'front' || place === 'back' ? place : 'frame';
}

/** Where a place comes in its document: front, back, then the frames by their number. */
export function orderOfPlace(place: string): number {
  const frame = PLACE.exec(place)?.[1];
  return frame === undefined ? ['front', 'back'].indexOf(place) : 1 + Number(frame);
}

/**
 * The pages that must still be photographed. A card needs its back too, unless a PDF may hold both sides; a
 * challenge needs its frames.
 */
export function missingPlaces(
  type: DocumentType,
  pages: readonly { place: string; mediaType: MediaType }[],
  challenge: string | null = null,
): string[] {
  if (type === 'selfie') return pages.length > 0 ? [] : [challenge === null ? 'front' : 'frame-1'];
  const front = pages.find(({ place }) => place === 'front');
  const isWhole = pages.some(({ place }) => place === 'back') || !TWO_SIDED.includes(type);
  const needsBack = !isWhole && front?.mediaType !== 'application/pdf';
  return [...(front ? [] : ['front']), ...(needsBack ? ['back'] : [])];
}
