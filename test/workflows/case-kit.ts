import { createHash } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import {
  NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { inject } from 'vitest';
import type { Actor } from '../../domain/access.ts';
import type { Recorded } from '../../domain/case/recorded.ts';
import type { CaseState, Facts } from '../../domain/case/state.ts';
import { caseId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policy.ts';
import { STANDARD_1 } from '../../domain/shipped.ts';
import type { RunChecks, VerificationWork, Work } from '../../domain/work.ts';
import { caseStart } from '../../store/case-start.ts';
import { CustomerCodec } from '../../store/codec.ts';
import type { Keys } from '../../store/keys.ts';
import { openKey } from '../../store/open-key.ts';
import { CASE_WORKFLOW } from '../../workflows/messages.ts';
import { ownName } from '../support/temporal.ts';

export const APP: Actor = { kind: 'key', id: 'key_test', role: 'app', holder: null };
export const REVIEWER: Actor = { kind: 'key', id: 'key_r', role: 'reviewer', holder: 'person-1' };

/** A key that never changes, so that committed histories can be decoded for years. */
const fixedKey = (owner: string) =>
  openKey(owner, 1, createHash('sha256').update('key of the test histories').digest());
const keys: Pick<Keys, 'open' | 'openVersion'> = {
  open: (owner) => Promise.resolve(fixedKey(owner)),
  openVersion: (owner) => Promise.resolve(fixedKey(owner)),
};
export const CONVERTER = {
  payloadCodecs: [new CustomerCodec(keys as Keys)],
  failureConverterPath: new URL('../../workflows/failure-converter.ts', import.meta.url).pathname,
};

/** What the recorder was handed: the rows as far as a workflow test needs them. */
export interface Rows {
  state: CaseState | undefined;
  events: Recorded[];
}

export interface KitOptions {
  runChecks?: VerificationWork['runChecks'];
  recordEvents?: (input: Parameters<Work['recordEvents']>[0]) => Promise<void>;
  workflowBundle?: WorkflowBundleOption;
  address?: string;
  maxCachedWorkflows?: number;
}

export const allPass = (round: RunChecks) =>
  Promise.resolve(
    round.checks.map(({ id, kind }) => ({ id, kind, outcome: 'pass' as const, reasons: [] })),
  );

/** A worker on a queue of its own, with fakes that satisfy the contract, and a client beside it. */
export async function openCaseKit(options: KitOptions = {}) {
  const address = options.address ?? inject('temporalAddress');
  const queue = ownName('cases');
  const rows = new Map<string, Rows>();
  const [native, connection] = await Promise.all([
    NativeConnection.connect({ address }),
    Connection.connect({ address }),
  ]);
  const client = new Client({ connection, dataConverter: CONVERTER });
  const keep: Work['recordEvents'] = async (input) => {
    await options.recordEvents?.(input);
    const held = rows.get(input.state.customer);
    const known = held?.state?.version ?? 0;
    const fresh = input.events.filter(({ version }) => version > known);
    rows.set(input.state.customer, {
      state: input.state,
      events: [...(held?.events ?? []), ...fresh],
    });
  };
  const createWorker = (
    more: Partial<Pick<WorkerOptions, 'maxCachedWorkflows' | 'interceptors'>> = {},
  ) =>
    Worker.create({
      connection: native,
      taskQueue: queue,
      dataConverter: CONVERTER,
      workflowBundle: options.workflowBundle ?? { codePath: inject('bundlePath') },
      activities: { recordEvents: keep, runChecks: options.runChecks ?? allPass },
      ...more,
    });
  return {
    client,
    queue,
    rows,
    createWorker,
    open: (wish: Wish = {}) => openOne(client, queue, wish),
    close: async () => {
      await Promise.all([native.close(), connection.close()]);
    },
  };
}

export type CaseKit = Awaited<ReturnType<typeof openCaseKit>>;

export interface Wish {
  policy?: Policy;
  level?: string;
}

/** Starts a case as the API does. */
async function openOne(client: Client, queue: string, { policy = STANDARD_1, level }: Wish) {
  const customer = ownName('cus').replaceAll('-', '').replace('cus', 'cus_');
  const facts: Facts = {
    customer,
    mode: 'test',
    level: level ?? 'standard',
    country: 'SE',
    present: ['given_names', 'family_name', 'birth_date', 'nationality', 'address'],
    detailsVersion: 1,
  };
  const opening = { facts, policy, openedAt: new Date().toISOString(), actor: APP };
  await client.workflow.start(CASE_WORKFLOW, caseStart(opening, { cases: queue, checks: queue }));
  return { customer, handle: client.workflow.getHandle(caseId(customer)) };
}

/** A submission of one document, as the API words it. */
export function submission(type: 'passport' | 'utility_bill', id = ownName('doc')) {
  const page = { side: 'front' as const, blob: `blb_${id}`, digest: `sha256:${id}` };
  const pages = [{ ...page, mediaType: 'image/jpeg' as const }];
  return {
    kind: 'documents_submitted' as const,
    actor: APP,
    documents: [{ id, type, country: 'SE', pages }],
  };
}

/** Waits until `look` gives something; fails after five seconds. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it never came');
}
