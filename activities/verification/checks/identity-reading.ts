import { type DocumentType, TWO_SIDED } from '../../../domain/documents/documents.ts';
import { AAMVA_COUNTRIES } from '../../../domain/identity/viz/document.ts';
import type { IdentityEngines, IdentityReading, ReadIdentity } from '../identity/identity.ts';
import { readBarcode } from '../identity/read-barcode.ts';
import { readLicence } from '../identity/read-licence.ts';
import { readViz } from '../identity/read-viz.ts';
import { readMrzPage } from '../identity/read-mrz-page.ts';

/**
 * `identity_reading`: reads the barcode of a US or Canadian licence or card, the MRZ, or the printed text,
 * whichever such a document is likelier to have first. If none can be read, the first way's answer counts. A
 * missing side is asked for before a card's printed text is trusted. Throws errors that are the machine's
 * fault.
 */
export async function readIdentity(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const [first, ...others] = waysOf(asked);
  const reading = await first(engines, asked);
  const { reasons, measures } = reading.judged;
  // A document that contradicts itself is for a person, whatever is printed on it.
  if (reading.facts || reasons.includes('document_inconsistent')) return reading;
  const back = asked.pages.length > 1 ? barredPage(reading) : null;
  if (back !== null) return byFront(engines, asked, { reading, back });
  const isBackDue = needsBack(asked) && NOTHING_SEEN.includes(`${measures['detail']}`);
  for (const way of others) {
    if (isBackDue && byViz(way, asked)) continue;
    const other = await way(engines, asked);
    if (other.facts) return other;
  }
  return isBackDue ? withoutBack(reading) : reading;
}

/** The page that has a barcode which is no reading, or which nobody could decode; null where none has. */
function barredPage({ judged: { measures } }: IdentityReading): number | null {
  const hasBars = measures['source'] === 'barcode' && measures['page'] !== undefined;
  return hasBars ? Number(measures['page']) : null;
}

/** The print of the other pages: a page with a barcode has no MRZ and little print. */
async function byFront(
  engines: IdentityEngines,
  asked: ReadIdentity,
  { reading, back }: { reading: IdentityReading; back: number },
): Promise<IdentityReading> {
  const pages = asked.pages.filter(({ index }) => index !== back);
  if (pages.length === 0) return reading;
  const print = await readViz(engines, { ...asked, pages });
  if (!print.facts) return reading;
  const measures = { ...print.judged.measures, barcode: String(reading.judged.measures['detail']) };
  return { ...print, judged: { ...print.judged, measures } };
}

/** A licence of no declared country may be one that has nothing on its back. */
function byViz(way: Way, { type, country }: ReadIdentity): boolean {
  if (type !== 'driving_licence') return way === readViz;
  return way === readLicence && country !== null && hasBarcode(country);
}

/** Not so much as a part of an MRZ or a barcode. */
const NOTHING_SEEN: readonly string[] = ['no_zone', 'no_barcode'];

/** One front of a document whose MRZ or barcode stands on its back; a page of a PDF may be a back. */
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
  if (type === 'driving_licence') {
    return hasBarcode(country) ? [readBarcode, readLicence] : [readLicence];
  }
  if (!CARDS.includes(type)) return [readMrzPage];
  const barcode = type === 'national_id' && hasBarcode(country);
  // a page without bars costs little to look at, one without an MRZ much
  return barcode ? [readBarcode, readMrzPage, readViz] : [readMrzPage, readViz];
}

const CARDS: readonly DocumentType[] = ['national_id', 'residence_permit'];

function hasBarcode(country: string | null): boolean {
  return country === null || AAMVA_COUNTRIES.includes(country);
}
