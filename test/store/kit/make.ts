import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../../domain/access/access.ts';
import { apply } from '../../../domain/case/apply.ts';
import { describe as record } from '../../../domain/case/shown/describe.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { openCase } from '../../../domain/case/open.ts';
import type { Effect } from '../../../domain/case/recorded.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Details } from '../../../domain/case/details.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { shiftMs } from '../../../domain/time.ts';
import type { RecordEvents } from '../../../domain/work.ts';
import { createCustomer, type NewCustomer } from '../../../store/customers/create-customer.ts';
import { newId } from '../../../platform/new-id.ts';
import { openStore, type Store } from '../../../store/open-store.ts';
import { createStandings, recordCase } from '../../../store/record/record-case.ts';
import type { KeptOpening } from '../../../domain/case/opening.ts';
import { freshDatabases } from '../../support/postgres.ts';

export const T0 = '2027-01-10T09:00:00.000Z';
export const TEST = { mode: 'test' } as const;
export const LIVE = { mode: 'live' } as const;
export const APP: Actor = { kind: 'key', id: 'app', role: 'app', holder: null };
export const ANNA: Actor = { kind: 'key', id: 'anna', role: 'reviewer', holder: 'Anna R' };
export const BERT: Actor = { kind: 'key', id: 'bert', role: 'senior_reviewer', holder: 'Bert S' };

export const DETAILS: Details = {
  givenNames: 'Anna Maria',
  familyName: 'Eriksson',
  birthDate: '1974-08-12',
  nationality: 'SE',
  email: 'Anna@Example.com',
  phone: '+46701234567',
  address: {
    line1: 'Storgatan 1',
    line2: null,
    city: 'Uppsala',
    region: null,
    postalCode: '753 20',
    country: 'SE',
  },
  employmentStatus: null,
  occupation: null,
  sourceOfFunds: null,
  expectedMonthlyAmount: null,
};

export interface TestStore extends Store {
  databaseUrl: string;
  keysDatabaseUrl: string;
  serving: { databaseUrl: string; keysDatabaseUrl: string };
  directory: string;
  end: () => Promise<void>;
}

/** A store of its own: two fresh databases, a fresh key and a fresh directory. */
export async function freshStore(): Promise<TestStore> {
  const urls = await freshDatabases();
  const directory = await mkdtemp(join(tmpdir(), 'vouch-store-'));
  const kekFile = await newKek(directory);
  const store = await openStore({ ...urls, kekFile, blobDir: join(directory, 'blobs') });
  const end = async () => {
    await store.close();
    await urls.drop();
    await rm(directory, { recursive: true, force: true });
  };
  return { ...store, ...urls, directory, end };
}

export async function newKek(directory: string): Promise<string> {
  const path = join(directory, 'kek');
  await writeFile(path, randomBytes(32));
  await chmod(path, 0o400);
  return path;
}

export async function makeCustomer(
  store: Store,
  more: Partial<NewCustomer> = {},
): Promise<KeptOpening> {
  const id = more.id ?? newId('customer');
  await store.keys.createCustomerKey(id);
  const input: NewCustomer = {
    id,
    mode: 'test',
    externalId: null,
    locale: 'sv-SE',
    metadata: { plan: 'gold' },
    details: DETAILS,
    level: 'standard',
    policy: { name: 'standard', version: 1 },
    at: T0,
    ...more,
  };
  return createCustomer(store.database, store.keys, APP, input);
}

/** A case in the hands of a test: `happens` applies an event a minute later and notes what to record. */
export interface TestCase {
  customer: string;
  state: CaseState;
  recorded: RecordEvents['events'];
  /** What the last event asked of the world. */
  effects: Effect[];
}

export function openTestCase(opening: KeptOpening): TestCase {
  const { facts, openedAt, actor } = opening;
  const opened = openCase(facts, STANDARD_1, { openedAt, actor });
  return {
    customer: facts.customer,
    state: opened.state,
    recorded: [record(null, opened, opened.event, openedAt)],
    effects: opened.effects,
  };
}

export function happens(
  one: TestCase,
  event: CaseEvent,
  at = shiftMs(one.recorded.at(-1)?.at ?? T0, 60_000),
): TestCase {
  const applied = apply(one.state, event, at);
  if ('refusal' in applied) throw new Error(`the case refused: ${applied.refusal}`);
  const recorded = record(one.state, applied, event, at);
  const { state, effects } = applied;
  return { ...one, state, recorded: [...one.recorded, recorded], effects };
}

/** A customer whose case is recorded: version 1. */
export async function makeCase(store: Store, more: Partial<NewCustomer> = {}): Promise<TestCase> {
  const one = openTestCase(await makeCustomer(store, more));
  await saveCase(store, one);
  return one;
}

export async function saveCase(store: Store, one: TestCase): Promise<void> {
  const batch = { state: one.state, events: one.recorded };
  await recordCase(store.database, batch, createStandings());
}

/** A submission of one passport photo. */
export function submission(document = newId('document')): CaseEvent {
  const page = {
    side: 'front' as const,
    blob: newId('blob'),
    digest: `sha256:${randomBytes(32).toString('hex')}`,
    mediaType: 'image/jpeg' as const,
  };
  return {
    kind: 'documents_submitted',
    actor: APP,
    request: 'req_1',
    documents: [{ id: document, type: 'passport', country: 'SE', pages: [page] }],
  };
}

/** Answers of all checks that run, every one with this outcome. */
export function answers(one: TestCase, outcome: 'pass' | 'fail' | 'inconclusive'): CaseEvent {
  const running = one.state.checks.filter((check) => check.outcome === null);
  const document = running[0]?.document ?? null;
  const { detailsVersion } = one.state;
  const findings = running
    .filter((check) => check.document === document)
    .map(({ id, kind }) => ({
      id,
      kind,
      outcome,
      reasons: [],
    }));
  return { kind: 'checks_answered', actor: APP, document, detailsVersion, findings };
}
