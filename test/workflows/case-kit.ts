import { activityInfo } from '@temporalio/activity';
import { createHash } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import {
  NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { inject } from 'vitest';
import type { Actor } from '../../domain/access/access.ts';
import type { Recorded } from '../../domain/case/recorded.ts';
import type { CaseState, Facts } from '../../domain/case/state.ts';
import { caseId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import type { RecordEvents, RowAhead, VerificationWork, Work } from '../../domain/work.ts';
import { addressCommands } from '../../store/temporal/address-commands.ts';
import { caseStart } from '../../store/temporal/case-start.ts';
import { CustomerCodec } from '../../store/temporal/codec.ts';
import type { Keys } from '../../store/keys/keys.ts';
import { openKey } from '../../store/keys/open-key.ts';
import { foreignSinks, type NotTaken } from '../../worker/temporal/hear-foreign.ts';
import { refuseForeign } from '../../worker/temporal/refuse-foreign.ts';
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
  payloadCodecs: [new CustomerCodec(keys as Keys, { withholds: true })],
  failureConverterPath: new URL('../../workflows/failure-converter.ts', import.meta.url).pathname,
};

/** What the recorder was handed: the rows as far as a workflow test needs them. */
export interface Rows {
  state: CaseState | undefined;
  events: Recorded[];
}

export interface KitOptions {
  runChecks?: VerificationWork['runChecks'];
  /** May fail, or answer as a recorder whose row is ahead; then nothing is kept. */
  recordEvents?: (input: RecordEvents) => Promise<RowAhead | void>;
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
  const interceptors = { workflow: [addressCommands()] };
  const client = new Client({ connection, dataConverter: CONVERTER, interceptors });
  const notTaken: NotTaken[] = [];
  const hear = (what: NotTaken) => void notTaken.push(what);
  const keep: Work['recordEvents'] = async (input) => {
    const answer = await options.recordEvents?.(input);
    if (answer) return answer;
    const held = rows.get(input.state.customer);
    const known = held?.state?.version ?? 0;
    const fresh = input.events.filter(({ version }) => version > known);
    rows.set(input.state.customer, {
      state: input.state,
      events: [...(held?.events ?? []), ...fresh],
    });
    return activityInfo().isLocal ? undefined : { recorded: input.state.version };
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
      sinks: foreignSinks(hear),
      ...more,
      interceptors: { activity: [refuseForeign(hear), ...(more.interceptors?.activity ?? [])] },
    });
  return {
    client,
    queue,
    rows,
    /** What the worker did not take, as it told. */
    notTaken,
    createWorker,
    open: (wish: Wish = {}) => openOne(client, queue, wish),
    native,
    close: async () => {
      await Promise.all([native.close(), connection.close()]);
    },
  };
}

export type CaseKit = Awaited<ReturnType<typeof openCaseKit>>;

export interface Wish {
  policy?: Policy;
  level?: string;
  /** The queue of its engines; else the kit's. */
  checks?: string;
  customer?: string;
}

/** Starts a case as the API does. */
async function openOne(client: Client, queue: string, wish: Wish) {
  const { policy = STANDARD_1, level, checks = queue } = wish;
  const { customer = ownName('cus').replaceAll('-', '').replace('cus', 'cus_') } = wish;
  const facts: Facts = {
    customer,
    mode: 'test',
    level: level ?? 'standard',
    country: 'SE',
    present: ['given_names', 'family_name', 'birth_date', 'nationality', 'address'],
    detailsVersion: 1,
  };
  const opening = { facts, policy, openedAt: new Date().toISOString(), actor: APP };
  await client.workflow.start(CASE_WORKFLOW, caseStart(opening, { cases: queue, checks }));
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
