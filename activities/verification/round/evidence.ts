import type { Actor } from '../../../domain/access/access.ts';
import type { CheckAnswer } from '../../../domain/checks/checks.ts';
import type { Details } from '../../../domain/case/details.ts';
import type { Finding } from '../../../domain/checks/findings.ts';
import type { Response } from '../../../domain/faces/liveness.ts';
import { issuerName } from '../../../domain/identity/mrz/countries.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { openRound } from '../../../store/findings/open-round.ts';
import {
  registerDocumentDigests,
  type DocumentDigest,
} from '../../../store/findings/register-document-digests.ts';
import {
  registerIdentityNumber,
  type SameNumber,
} from '../../../store/findings/register-identity-number.ts';
import { listCleanPages, storeCleanPages } from '../../../store/findings/store-clean-pages.ts';
import { listAnswers, storeFindings } from '../../../store/findings/store-findings.ts';
import { findResponse, hasFaceConsent } from '../../../store/liveness/find-response.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Store } from '../../../store/open-store.ts';
import { findTestValues, type TestValues } from '../../../store/uploads/find-test-values.ts';
import type { CleanPage, UploadedFile } from '../engines/engines.ts';

/** What a round reads and writes of the store: opened bytes stay in memory. */
export interface Evidence {
  /** Opens the uploaded files. After `details`: what is opened has its audit entry by then. */
  files: (round: RunChecks) => Promise<Omit<UploadedFile, 'firstPage'>[]>;
  /** Opens the details the round is held against; its audit entry names the documents too. */
  details: (round: RunChecks) => Promise<Details>;
  keepPages: (round: RunChecks, pages: readonly CleanPage[]) => Promise<void>;
  stored: (round: RunChecks) => Promise<CheckAnswer[]>;
  storeFinding: (round: RunChecks, finding: Finding) => Promise<void>;
  othersWith: (
    round: RunChecks,
    number: { documentNumber: string; issuer: string; isCertain: boolean },
  ) => Promise<SameNumber>;
  othersWithDigests: (round: RunChecks, digests: readonly DocumentDigest[]) => Promise<number>;
  /** What the names of the judged document's files asked for; null in live mode. */
  testValues: (round: RunChecks) => Promise<TestValues | null>;
  /** The challenge that the judged document answers; null for a plain selfie. */
  response: (round: RunChecks) => Promise<Response | null>;
  /** Whether the case has the customer's consent to measure a face, now. */
  hasFaceConsent: (round: RunChecks) => Promise<boolean>;
  /** The pages of a document that an earlier round left clean. After `details`, as `files`. */
  cleanPages: (round: RunChecks, document: string) => Promise<CleanPage[]>;
}

const ENGINE: Actor = { kind: 'system', id: 'verification', role: 'system', holder: null };

export function storeEvidence(store: Store, now: () => string): Evidence {
  const { database, keys, blobs } = store;
  return {
    files: ({ customer, documents }) =>
      Promise.all(
        (documents[0]?.pages ?? []).map(async ({ blob, mediaType, side }) => ({
          bytes: await blobs.open({ customer, id: blob }),
          mediaType,
          side,
        })),
      ),
    details: async ({ customer, detailsVersion, documents }) => {
      const ids = documents.map(({ id }) => id);
      const opened = await database
        .transaction()
        .execute((trx) =>
          openRound(trx, keys, ENGINE, { customer, detailsVersion, documents: ids, at: now() }),
        );
      return opened.details;
    },
    keepPages: (round, pages) => keepPages(store, round, { pages, at: now() }),
    stored: async ({ customer, document, checks }) =>
      listAnswers(database, { customer, document, checks: checks.map(({ id }) => id) }),
    storeFinding: async ({ customer, document, detailsVersion, policy }, finding) => {
      const { name, version } = policy; // the thresholds stay behind: a finding names its policy
      const draftedBy = { policy: { name, version }, findings: [finding], at: now() };
      const input = { customer, document, detailsVersion, ...draftedBy };
      await database.transaction().execute((trx) => storeFindings(trx, keys, ENGINE, input));
    },
    othersWith: async ({ customer, mode, document }, { documentNumber, issuer, isCertain }) => {
      if (document === null) throw new Refusal('not_found');
      const country = issuerName(issuer);
      const number = { customer, document, mode, country, number: documentNumber, isCertain };
      return await registerIdentityNumber(database, keys, ENGINE, { ...number, at: now() });
    },
    othersWithDigests: async ({ customer, mode, document }, digests) => {
      if (document === null) throw new Refusal('not_found');
      const of = { customer, document, mode, digests, at: now() };
      return (await registerDocumentDigests(database, keys, ENGINE, of)).others;
    },
    testValues: async ({ customer, document, detailsVersion }) =>
      document === null ? null : findTestValues(database, { customer, document, detailsVersion }),
    response: async ({ customer, document }) =>
      document === null ? null : findResponse(database, { customer, document }),
    hasFaceConsent: async ({ customer }) => hasFaceConsent(database, customer),
    cleanPages: async ({ customer }, document) => {
      const kept = await listCleanPages(database, { customer, document });
      return Promise.all(
        kept.map(async ({ page, side, blob, width, height }) => {
          const png = await blobs.open({ customer, id: blob });
          return { index: page, side, png, width, height, text: null, measures: {} };
        }),
      );
    },
  };
}

/** The clean pages, sealed, for the people who look at them later. Pages without pixels are not kept. */
async function keepPages(
  { database, blobs }: Store,
  { customer, document }: RunChecks,
  { pages, at }: { pages: readonly CleanPage[]; at: string },
): Promise<void> {
  const drawn = pages.filter(({ png }) => png.length > 0);
  if (document === null || drawn.length === 0) return;
  const kept = await Promise.all(
    drawn.map(async ({ index, side, png, width, height }) => {
      const blob = newId('blob');
      await blobs.put({ customer, id: blob, bytes: png });
      const mediaType = png[0] === 0x89 ? 'image/png' : 'image/jpeg';
      return { page: index, side, blob, mediaType, width, height, bytes: png.length };
    }),
  );
  const input = { customer, document, pages: kept, at };
  await database.transaction().execute((trx) => storeCleanPages(trx, ENGINE, input));
}
