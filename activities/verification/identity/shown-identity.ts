import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import { printedValues } from '../../../domain/identity/viz-values.ts';
import type { CardField } from '../../../domain/identity/viz/captions.ts';
import type { IdentityEngines, IdentityReading, ReadIdentity } from './identity.ts';
import { readIdentity } from '../checks/identity-reading.ts';
import { orFileFault } from '../round/file-fault.ts';
import { around } from '../address/text-pages.ts';

const MOST_PAGES = 2;

/**
 * `identity_reading`, with the captioned print of the pages where nothing else was read: a person sees what
 * there is. It is shown alone, never judged.
 */
export async function shownIdentity(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const { judged, facts } = await readIdentity(engines, asked);
  const isPoisoned = judged.reasons.includes('file_not_processable');
  if (facts !== null || judged.readings.length > 0 || isPoisoned) return { judged, facts };
  return { judged: { ...judged, readings: await printed(engines, asked) }, facts };
}

const SHOWN: readonly [ReadingField, CardField][] = [
  ['family_name', 'family'],
  ['given_names', 'given'],
  ['birth_date', 'birth'],
  ['sex', 'sex'],
  ['nationality', 'nationality'],
  ['document_number', 'number'],
  ['issued_on', 'issued'],
  ['expires_on', 'expires'],
];

async function printed(
  { recognizer }: Pick<IdentityEngines, 'recognizer'>,
  { pages, signal }: ReadIdentity,
): Promise<Reading[]> {
  const found: Reading[] = [];
  for (const page of pages.slice(0, MOST_PAGES)) {
    const reading = await orFileFault(recognizer, signal, () =>
      recognizer.read(page, { seek: 'text', signal }),
    );
    if (reading === null) continue;
    const { fields } = printedValues(reading.lines, Number(reading.measures['angle']));
    for (const [field, of] of SHOWN) {
      const value = fields[of];
      if (!value || found.some((one) => one.field === field)) continue;
      const lines = value.pieces.flatMap((at) => reading.lines[at] ?? []);
      const box = around(lines.map((line) => line.box));
      found.push({ field, value: value.text, page: page.index, box });
    }
  }
  return found;
}
