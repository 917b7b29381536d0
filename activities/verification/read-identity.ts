import { type DocumentType, TWO_SIDED } from '../../domain/documents.ts';
import type { IdentityEngines, IdentityReading, ReadIdentity } from './identity.ts';
import { readBarcode } from './read-barcode.ts';
import { readLicence } from './read-licence.ts';
import { readPrint } from './read-print.ts';
import { readZone } from './read-zone.ts';

/**
 * `identity_reading`: by the barcode of a US or Canadian licence or card, by the machine-readable zone,
 * or by print, whichever such a document is likelier to have first; what the first way says where none
 * reads it. A side that was not sent is asked for before a card's print is trusted. Throws what is the
 * machine's fault.
 */
export async function readIdentity(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const [first, ...others] = waysOf(asked);
  const reading = await first(engines, asked);
  if (reading.facts) return reading;
  const isBackDue =
    needsBack(asked) && NOTHING_SEEN.includes(`${reading.judged.measures['detail']}`);
  for (const way of others) {
    if (way === readPrint && isBackDue && asked.type !== 'driving_licence') continue;
    const other = await way(engines, asked);
    if (other.facts) return other;
  }
  return isBackDue ? withoutBack(reading) : reading;
}

/** Not so much as a part of a zone or a barcode. */
const NOTHING_SEEN: readonly string[] = ['no_zone', 'no_barcode'];

/** One front of a document whose zone or barcode stands on its back; a page of a PDF may be a back. */
function needsBack({ pages, type, country }: ReadIdentity): boolean {
  const isAlone = pages.length === 1 && pages[0]?.side === 'front';
  const hasIt = type !== 'driving_licence' || hasBarcode(country);
  return isAlone && TWO_SIDED.includes(type) && hasIt;
}

function withoutBack({ judged, facts }: IdentityReading): IdentityReading {
  return { judged: { ...judged, reasons: ['document_side_missing'] }, facts };
}

type Way = (engines: IdentityEngines, asked: ReadIdentity) => Promise<IdentityReading>;

function waysOf({ type, country }: ReadIdentity): [Way, ...Way[]] {
  const print = country === null || !AAMVA.includes(country) ? [readPrint] : [];
  if (type === 'driving_licence') {
    return hasBarcode(country) ? [readBarcode, readZone, ...print] : [readLicence];
  }
  if (!CARDS.includes(type)) return [readZone];
  const barcode = type === 'national_id' && hasBarcode(country) ? [readBarcode] : [];
  return [readZone, ...barcode, ...print];
}

const CARDS: readonly DocumentType[] = ['national_id', 'residence_permit'];

function hasBarcode(country: string | null): boolean {
  return country === null || AAMVA.includes(country);
}

/** ISO 3166-1 alpha-2 of those whose states, provinces or offices issue by the AAMVA standard. */
const AAMVA: readonly string[] = ['US', 'CA', 'AS', 'GU', 'MP', 'PR', 'VI'];
