import type { IdentityEngines, IdentityReading, ReadIdentity } from './identity.ts';
import { readViz } from './read-viz.ts';
import { readMrzPage } from './read-mrz-page.ts';

/**
 * A licence that has no barcode by the print of its front, as few have an MRZ: that is looked for where
 * print shows rows of one, on the pages that were not read, and where print says too little. An MRZ that
 * is read counts before print, as its digits confirm it. Throws what is the machine's fault.
 */
export async function readLicence(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const print = await readViz(engines, asked);
  const { page, zone_rows: rows } = print.judged.measures;
  const isDone = print.facts !== null && rows === 0;
  const pages = isDone ? asked.pages.filter(({ index }) => index !== page) : asked.pages;
  if (pages.length === 0) return print;
  const zone = await readMrzPage(engines, { ...asked, pages });
  if (zone.facts) return zone;
  return print.facts || zone.judged.measures['detail'] === 'no_zone' ? print : zone;
}
