import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { readFileSync } from 'node:fs';
import type { RoundEngines } from '../../../../activities/verification/round/judge-round.ts';
import {
  type Evidence,
  storeEvidence,
} from '../../../../activities/verification/round/evidence.ts';
import { runChecks } from '../../../../activities/verification/round/run-checks.ts';
import { checkBody } from '../../../../api/routes/check-body.ts';
import { CheckBody } from '../../../../api/schemas/check.ts';
import type { CheckAnswer, CheckKind } from '../../../../domain/checks/checks.ts';
import type { DocumentType, MediaType, Side } from '../../../../domain/documents/documents.ts';
import { SERVES } from '../../../../domain/case/requirements.ts';
import type { RunChecks } from '../../../../domain/case/round.ts';
import type { StoredCheck } from '../../../../store/checks/list-checks.ts';
import { revealReadings } from '../../../../store/checks/reveal-readings.ts';
import { newId } from '../../../../platform/new-id.ts';
import { PEOPLE } from '../../../specimens/people.ts';
import {
  ANNA,
  DETAILS,
  happens,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestStore,
} from '../../../store/kit/make.ts';

/** A file of a document, as it was uploaded. */
export interface File {
  bytes: Buffer;
  mediaType: MediaType;
  side: Side;
}

export function specimenFile(name: string): File {
  const bytes = readFileSync(new URL(`../../../specimens/files/${name}`, import.meta.url));
  const mediaType = name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg';
  return { bytes, mediaType, side: 'front' };
}

/** A round of these checks on a document in the store, of Anna Eriksson's case. */
export async function roundOn(
  store: TestStore,
  {
    type,
    files,
    kinds,
    against = [],
  }: {
    type: DocumentType;
    files: File[];
    kinds: readonly CheckKind[];
    /** Files of a passport that the document is held against. */
    against?: File[];
  },
): Promise<RunChecks> {
  const { givenNames, familyName, birthDate, nationality, address } = PEOPLE.anna;
  const named = { givenNames, familyName, birthDate, nationality, address };
  const details = { ...DETAILS, ...named };
  const one = happens(await makeCase(store, { details }), submission());
  await saveCase(store, one);
  const round = one.effects
    .flatMap((effect) => (effect.kind === 'run_checks' ? [effect.round] : []))
    .find(({ document }) => document !== null);
  const [document] = round?.documents ?? [];
  if (!round || !document) throw new Error('no round');
  const stored = (given: File[]) =>
    Promise.all(
      given.map(async ({ bytes, mediaType, side }) => {
        const blob = newId('blob');
        await store.blobs.put({ customer: one.customer, id: blob, bytes });
        return { side, blob, digest: 'sha256:00', mediaType };
      }),
    );
  const pages = await stored(files);
  const checks = kinds.map((kind) => ({ id: newId('check'), kind }));
  const limits = { facePass: 0.72, faceFail: 0.55 };
  const thresholds = { ...round.policy.thresholds, ...limits, accepts: [type] };
  const policy = { ...round.policy, thresholds };
  const judged = { ...document, requirement: SERVES[type], type, country: null, pages };
  const other = { ...document, id: newId('document'), type: 'passport' as const, country: null };
  const others = against.length > 0 ? [{ ...other, pages: await stored(against) }] : [];
  return { ...round, policy, checks, documents: [judged, ...others] };
}

/** One try of the activity with these engines at an instant, the last of `triesMax`. */
export async function runRound(
  store: TestStore,
  engines: RoundEngines,
  round: RunChecks,
  known: Partial<Evidence> = {},
  at = T0,
): Promise<CheckAnswer[]> {
  const info = { attempt: 1, startToCloseTimeoutMs: 120_000 };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  const deps = {
    ...engines,
    evidence: { ...storeEvidence(store, () => at), ...known },
    now: () => at,
    triesMax: 1,
    crash: () => undefined,
    log: { error: () => undefined },
  };
  return environment.run(runChecks(deps), round);
}

/** What the store has of a round, as a reader of findings and details is shown it. */
export async function shownOf(store: TestStore, { customer, document, checks }: RunChecks) {
  const { database, keys } = store;
  const ids = checks.map(({ id }) => id);
  const rows = await database
    .selectFrom('finding')
    .selectAll()
    .where('check_id', 'in', ids)
    .execute();
  const readings = await database
    .transaction()
    .execute((trx) => revealReadings(trx, keys, ANNA, TEST, { customer, at: T0 }));
  return rows.map((row) => {
    const { kind, outcome, reasons, pieces, measures, engine, late } = row;
    const [startedAt, endedAt] = [row.started_at, row.ended_at];
    const policy = { name: row.policy_name, version: row.policy_version };
    const finding = {
      outcome,
      reasons,
      pieces,
      measures,
      notProven: row.not_proven,
      engine,
      policy,
      late,
      startedAt,
      endedAt,
    };
    const check: StoredCheck = {
      id: row.check_id,
      kind,
      document,
      outcome,
      reasons,
      finding,
      requirement: 'identity',
      detailsVersion: row.details_version,
      createdAt: startedAt,
      answeredAt: endedAt,
    };
    const reader = { readsFindings: true };
    return CheckBody.parse(checkBody(check, reader, readings.get(row.check_id)));
  });
}
