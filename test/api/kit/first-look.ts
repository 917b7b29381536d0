import { SYSTEM } from '../../../domain/access/access.ts';
import type { Finding } from '../../../domain/checks/findings.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { type CleanPage, storeCleanPages } from '../../../store/findings/store-clean-pages.ts';
import { storeFindings } from '../../../store/findings/store-findings.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Store } from '../../../store/open-store.ts';

/** Stores what the sanitiser would store of a document: its clean page, and its finding on the picture. */
export async function storeFirstLook(
  store: Store,
  { customer, document, checks, detailsVersion, policy }: RunChecks,
) {
  const { database, keys } = store;
  const quality = checks.find(({ kind }) => kind === 'image_quality');
  if (!quality || document === null) return;
  const at = new Date().toISOString();
  const pages = [await cleanPage(store, { customer, page: 0 })];
  const finding: Finding = {
    ...quality,
    outcome: 'pass',
    reasons: ['image_glare'],
    readings: [],
    pieces: [],
    measures: { sharpness: 7 },
    notProven: [],
    engine: 'test@1',
    startedAt: at,
    endedAt: at,
  };
  const { name, version } = policy; // the policy of a round has thresholds, which an entry does not
  const by = { detailsVersion, policy: { name, version } };
  const found = { customer, document, ...by, findings: [finding], at };
  await database.transaction().execute(async (trx) => {
    await storeCleanPages(trx, SYSTEM, { customer, document, pages, at });
    await storeFindings(trx, keys, SYSTEM, found);
  });
}

/** A page for a new document, with its picture in the store. */
export async function cleanPage(
  { blobs }: Store,
  { customer, page }: { customer: string; page: number },
): Promise<CleanPage> {
  const blob = newId('blob');
  await blobs.put({ customer, id: blob, bytes: Buffer.from('a clean picture') });
  return { page, side: 'front', blob, mediaType: 'image/png', width: 1, height: 1, bytes: 15 };
}
