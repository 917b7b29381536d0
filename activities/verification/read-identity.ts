import type { IdentityEngines, IdentityReading, ReadIdentity } from './identity.ts';
import { readBarcode } from './read-barcode.ts';
import { readPrint } from './read-print.ts';
import { readZone } from './read-zone.ts';

/**
 * `identity_reading`: by the barcode of a US or Canadian licence or card, by the machine-readable zone,
 * or by print, whichever such a document is likelier to have first; what the first way says where none
 * reads it. Throws what is the machine's fault.
 */
export async function readIdentity(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const [first, ...others] = waysOf(asked);
  const reading = await first(engines, asked);
  if (reading.facts) return reading;
  for (const way of others) {
    const other = await way(engines, asked);
    if (other.facts) return other;
  }
  return reading;
}

type Way = (engines: IdentityEngines, asked: ReadIdentity) => Promise<IdentityReading>;

function waysOf({ type, country }: ReadIdentity): [Way, ...Way[]] {
  const hasBarcode = country === null || AAMVA.includes(country);
  const isEuropean = country === null || !AAMVA.includes(country);
  if (type === 'driving_licence') {
    const zone: [Way, ...Way[]] = isEuropean ? [readZone, readPrint] : [readZone];
    return hasBarcode ? [readBarcode, ...zone] : zone;
  }
  return type === 'national_id' && hasBarcode ? [readZone, readBarcode] : [readZone];
}

/** ISO 3166-1 alpha-2 of those whose states, provinces or offices issue by the AAMVA standard. */
const AAMVA: readonly string[] = ['US', 'CA', 'AS', 'GU', 'MP', 'PR', 'VI'];
