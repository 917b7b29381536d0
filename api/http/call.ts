import type { Transaction } from 'kysely';
import type { Action, Actor, Mode, Scope as KeyScope } from '../../domain/access/access.ts';
import type { Database } from '../../store/db/database.ts';
import type { Held } from '../../store/idempotency/idempotent-row.ts';
import type { Room } from './body/body-budget.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from './answer.ts';

/** The caller: an app or a person with a key. */
export interface Caller {
  /** The principal of rate limits. */
  id: string;
  /** The principal of idempotency: a key and its successors, so that a retry survives a rotation. */
  app: string;
  actor: Actor;
  mode: Mode;
  scopes: readonly KeyScope[];
}

type Work = (trx: Transaction<Database>) => Promise<string | void>;

/** How a plan is stored in its row: texts by name, which is the form that every release writes and reads. */
export interface PlanInRow<Plan> {
  write: (plan: Plan) => Record<string, string>;
  read: (texts: Readonly<Record<string, string>>) => Plan;
}

/** One run of a write. Its plan is the same at every repetition. */
export interface Run<Plan = object> {
  ids: Plan;
  updateId: string;
  /**
   * The Idempotency-Key of this run, for a statement that may run only while the key is held; null if there
   * is no key.
   */
  held: Held | null;
  /**
   * Does `work` in a transaction that also stores its name and its result (a text, or nothing). A run that
   * takes over after a crash finds the result and does not do the work again.
   */
  effect: (name: string, work: Work) => Promise<string>;
}

export interface Write<Plan extends object = object> {
  /** Makes the plan that a repetition must find again. */
  plan: () => Plan | Promise<Plan>;
  /** How the plan is stored in its row, if it holds more than texts by name. */
  row?: PlanInRow<Plan>;
  /** The content of the request for its fingerprint, if that is not its body: file digests instead of bytes. */
  asks?: unknown;
  act: (run: Run<Plan>) => Promise<Answer>;
}

/** A validated request of a caller who is allowed to make it. */
export interface Call<Q, B> {
  deps: Deps;
  caller: Caller;
  actor: Actor;
  scope: { mode: Mode };
  requestId: string;
  /** When the request came. */
  now: string;
  params: Readonly<Record<string, string>>;
  /** The path's `{id}`. */
  id: string;
  query: Q;
  body: B;
  request: Request;
  /** Counts the bytes of the body as they are read. */
  room: Room;
  may: (action: Action) => boolean;
  /** Runs a write once per Idempotency-Key (docs/record.md#idempotency). */
  once: <Plan extends object>(write: Write<Plan>) => Promise<Answer>;
}

/** A call with any query and body, for code that all routes share. */
export type AnyCall = Call<unknown, unknown>;
