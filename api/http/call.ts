import type { Transaction } from 'kysely';
import type { Action, Actor, Mode, Scope as KeyScope } from '../../domain/access/access.ts';
import type { Database } from '../../store/db/database.ts';
import type { Held } from '../../store/idempotency/idempotent-row.ts';
import type { Room } from './body/body-budget.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from './answer.ts';

/** Who asks: an app or a person by key. */
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

/** How a plan stands in its row: texts by name, as every release has written and read them. */
export interface PlanInRow<Plan> {
  write: (plan: Plan) => Record<string, string>;
  read: (texts: Readonly<Record<string, string>>) => Plan;
}

/** One run of a write: what was planned for it, the same at every repetition. */
export interface Run<Plan = object> {
  ids: Plan;
  updateId: string;
  /** The key it runs under, for a statement of its own that must be the key's only one; null without. */
  held: Held | null;
  /**
   * Does `work` in a transaction that also remembers its name and what it gave (a text, or nothing):
   * a run that takes over after a crash finds it done, gets the same, and does not do it again.
   */
  effect: (name: string, work: Work) => Promise<string>;
}

export interface Write<Plan extends object = object> {
  /** Reserves what a repetition must find again. */
  plan: () => Plan | Promise<Plan>;
  /** How it stands in its row, where it holds more than texts by name. */
  row?: PlanInRow<Plan>;
  /** The content of the request for its fingerprint, if that is not its body: file digests instead of bytes. */
  asks?: unknown;
  act: (run: Run<Plan>) => Promise<Answer>;
}

/** A validated request of a caller who may make it. */
export interface Call<Q, B> {
  deps: Deps;
  caller: Caller;
  actor: Actor;
  scope: { mode: Mode };
  requestId: string;
  /** The instant at which the request came. */
  now: string;
  params: Readonly<Record<string, string>>;
  /** The path's `{id}`. */
  id: string;
  query: Q;
  body: B;
  request: Request;
  /** Counts the bytes that are read of the body. */
  room: Room;
  may: (action: Action) => boolean;
  /** Runs a write once per Idempotency-Key (docs/record.md#idempotency). */
  once: <Plan extends object>(write: Write<Plan>) => Promise<Answer>;
}

/** A call whatever it carries: for what all routes share. */
export type AnyCall = Call<unknown, unknown>;
