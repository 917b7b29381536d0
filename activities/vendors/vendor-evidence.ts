import type { Actor } from '../../domain/access/access.ts';
import type { CheckAnswer, Outcome } from '../../domain/checks/checks.ts';
import type { Finding } from '../../domain/checks/findings.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import { listCleanPages } from '../../store/findings/store-clean-pages.ts';
import type { Store } from '../../store/open-store.ts';
import { beginVendorCheck } from '../../store/vendors/begin-vendor-check.ts';
import {
  giveVendorUp,
  keepVendorAnswer,
  noteApplicant,
  noteFault,
  noteHeard,
  noteStarted,
} from '../../store/vendors/note-vendor-check.ts';
import { listSafety, type VendorCheck } from '../../store/vendors/vendor-check.ts';
import { type Evidence, storeEvidence } from '../verification/round/evidence.ts';
import type { VendorPage } from './vendor.ts';

/** The parts of the store that a request to a vendor reads and writes. */
export interface VendorEvidence extends Pick<Evidence, 'details' | 'testValues' | 'othersWith'> {
  stored: (round: RunChecks) => Promise<CheckAnswer[]>;
  storeFinding: (round: RunChecks, finding: Finding) => Promise<void>;
  /** What `file_safety` said of each document of the round. */
  safety: (round: RunChecks) => Promise<(Outcome | null)[]>;
  /** Opens the clean pages. After `details`: what is opened has its audit entry by then. */
  pages: (round: RunChecks) => Promise<VendorPage[]>;
  begin: (round: RunChecks) => Promise<VendorCheck>;
  note: {
    applicant: (check: VendorCheck, applicant: string) => Promise<void>;
    started: (check: VendorCheck, reference: string) => Promise<void>;
    /** Since when the vendor is away. */
    fault: (check: VendorCheck, fault: string) => Promise<string>;
    heard: (check: VendorCheck) => Promise<void>;
    answer: (check: VendorCheck, answer: unknown) => Promise<void>;
    givenUp: (check: VendorCheck, why: string) => Promise<void>;
  };
}

const ASKER: Actor = { kind: 'system', id: 'vendors', role: 'system', holder: null };

export function vendorEvidence(store: Store, now: () => string): VendorEvidence {
  const { database, keys } = store;
  const { details, testValues, othersWith, stored, storeFinding } = storeEvidence(store, now);
  const of = ({ id, round }: VendorCheck) => ({ id, customer: round.customer, at: now() });
  const within = database.transaction();
  return {
    details,
    testValues,
    othersWith,
    stored,
    storeFinding,
    safety: ({ customer, documents }) =>
      listSafety(database, { customer, documents: documents.map(({ id }) => id) }),
    pages: (round) => openPages(store, round),
    begin: (round) => {
      const [first] = round.checks;
      const { document, vendor } = round;
      if (!first || document === null || !vendor) throw new Error('no round of a vendor');
      const input = { id: first.id, document, vendor, round, at: now() };
      return within.execute((trx) => beginVendorCheck(trx, ASKER, input));
    },
    note: {
      applicant: (check, applicant) =>
        within.execute((trx) => noteApplicant(trx, ASKER, { ...of(check), applicant })),
      started: (check, reference) =>
        within.execute((trx) => noteStarted(trx, ASKER, { ...of(check), reference })),
      fault: (check, fault) =>
        within.execute((trx) => noteFault(trx, ASKER, { ...of(check), fault })),
      heard: (check) => within.execute((trx) => noteHeard(trx, ASKER, of(check))),
      answer: (check, answer) =>
        within.execute((trx) => keepVendorAnswer(trx, keys, ASKER, { ...of(check), answer })),
      givenUp: (check, why) =>
        within.execute((trx) => giveVendorUp(trx, ASKER, { ...of(check), why })),
    },
  };
}

/** As people are shown them: no byte of the upload itself, and nothing that a camera wrote into it. */
async function openPages(
  { database, blobs }: Store,
  { customer, documents }: RunChecks,
): Promise<VendorPage[]> {
  const pages = documents.map(async ({ id: document, type }) => {
    const listed = await listCleanPages(database, { customer, document });
    return Promise.all(
      listed.map(async ({ blob, side, mediaType }) => {
        const bytes = await blobs.open({ customer, id: blob });
        return { document, type, side, mediaType, bytes };
      }),
    );
  });
  return (await Promise.all(pages)).flat();
}
