import { randomBytes } from 'node:crypto';
import type { Actor } from '../../../domain/access/access.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { beginIdempotent } from '../../../store/idempotency/begin-idempotent.ts';
import {
  finishIdempotent,
  forgetIdempotent,
  openAnswer,
  releaseIdempotent,
} from '../../../store/idempotency/finish-idempotent.ts';
import type { Held } from '../../../store/idempotency/idempotent-row.ts';
import { rememberEffect } from '../../../store/idempotency/remember-effect.ts';
import { auditReplay } from './audit-replay.ts';
import type { PlanInRow, Run, Write } from '../call.ts';
import type { Deps } from '../../deps.ts';
import { problemOf, PROBLEMS } from '../errors.ts';
import { updateIdOf } from './request-macs.ts';
import type { Answer } from '../answer.ts';

const LEASE_MS = 30_000;
/** Refusals that are not final: a request with the same key may try again. */
const NOT_KEPT = [
  'validation_failed',
  'not_found',
  'forbidden',
  'quota_exceeded',
  'rate_limited',
  'review_not_held',
];

export interface Keyed {
  principal: string;
  actor: Actor;
  method: string;
  path: string;
  /** Null if none was sent: then nothing is stored, and the request cannot be repeated safely. */
  key: string | null;
  requestId: string;
  /** Called with each refusal that is stored, because a stored refusal is returned and not thrown. */
  onRefusal: (refusal: Refusal) => Promise<void>;
}

/** The key in a request's header, quoted or bare. Throws if it is malformed, or missing although required. */
export function idempotencyKeyOf(header: string | undefined, isRequired: boolean): string | null {
  if (header === undefined) {
    if (!isRequired) return null;
    throw new Refusal('idempotency_key_missing', 'Send an Idempotency-Key of your own choice.');
  }
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('idempotency_key_missing', 'The key must have 1 to 255 visible characters.');
  }
  return key;
}

/**
 * Runs a write at most once per key: reserves its ids in a row, acts, and stores the answer. A repetition
 * gets the stored answer; a repetition that finds an expired lease acts again with the same ids.
 */
export async function runOnce<Plan extends object>(
  deps: Deps,
  keyed: Keyed,
  write: Write<Plan>,
  asks: unknown,
): Promise<Answer> {
  const { key, ...row } = keyed;
  if (key === null) {
    const updateId = randomBytes(32).toString('hex');
    const effect: Run['effect'] = async (_name, work) =>
      (await deps.store.database.transaction().execute((trx) => work(trx))) ?? '';
    return write.act({ ids: await write.plan(), updateId, held: null, effect });
  }
  const [fingerprint, ...before] = await deps.marks.fingerprints(asks);
  const inRow = write.row ?? asItIs<Plan>();
  const route = `${keyed.method} ${keyed.path}`;
  const id = { principal: row.principal, method: row.method, path: row.path, key };
  const begun = await beginIdempotent(deps.store.database, {
    ...id,
    fingerprint,
    before,
    updateId: updateIdOf({ principal: row.principal, route, key, fingerprint }),
    ids: inRow.write(await write.plan()),
    now: deps.now(),
    leaseMs: LEASE_MS,
  });
  switch (begun.state) {
    case 'other_request':
      throw new Refusal('idempotency_key_reused', 'Use a new key for a new request.');
    case 'running':
      throw new Refusal('idempotency_in_progress', '', { retryAfterSeconds: 1 });
    case 'finished':
      deps.metrics.meters.count('vouch_idempotent_replays_total', {});
      await auditReplay(deps, {
        actor: keyed.actor,
        owner: begun.answer.owner,
        request: keyed.requestId,
      });
      return replay(begun.answer, await openAnswer(deps.store.keys, id, begun.answer));
    default: {
      deps.crash('api.reserved');
      const { ids, updateId } = begun;
      const held = { ...id, lease: begun.lease };
      const effect = effectOf(deps, held, ids);
      const run = { ids: inRow.read(ids), updateId, held, effect };
      return finish(deps, held, keyed, () => write.act(run));
    }
  }
}

/** A plan that consists of texts by name and is stored as it is. */
function asItIs<Plan extends object>(): PlanInRow<Plan> {
  return {
    write: (plan) => plan as Record<string, string>,
    read: (texts) => texts as unknown as Plan,
  };
}

/**
 * The effect and the note that it was done are one transaction. A run that lost its lease in the meantime has
 * no effect.
 */
function effectOf(deps: Deps, held: Held, ids: Record<string, string>): Run['effect'] {
  return async (name, work) => {
    const done = ids[`did ${name}`];
    if (done !== undefined) return done;
    const gave = await deps.store.database.transaction().execute(async (trx) => {
      const given = (await work(trx)) ?? '';
      if (await rememberEffect(trx, held, { name: `did ${name}`, given })) return given;
      throw new Refusal('idempotency_in_progress', '', { retryAfterSeconds: 1 });
    });
    deps.crash(`api.did_${name}`);
    return gave;
  };
}

async function finish(
  deps: Deps,
  held: Held,
  keyed: Keyed,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const { answer, owner } = await outcomeOf(act, keyed).catch(async (error: unknown) => {
    // If this fails, the lease expires by itself.
    await letGo(deps, held, error).catch(() => undefined);
    throw error;
  });
  const { status, headers = {} } = answer;
  const kept = { owner, status, headers, body: JSON.stringify(answer.kept ?? answer.body) };
  await finishIdempotent(deps.store.database, deps.store.keys, held, kept);
  deps.crash('api.answer_stored');
  return answer;
}

/**
 * Ends a run that failed. After a refusal that had no effect, the key is deleted. If there may have been an
 * effect, the key stays, and the request can be repeated with it at once.
 */
async function letGo(deps: Deps, held: Held, error: unknown): Promise<void> {
  const { database } = deps.store;
  if (error instanceof Refusal && NOT_KEPT.includes(error.code))
    return forgetIdempotent(database, held);
  await releaseIdempotent(database, { ...held, now: deps.now() });
}

/**
 * The answer to store. Throws what must not be stored: bugs, and refusals that another attempt may not meet.
 */
async function outcomeOf(
  act: () => Promise<Answer>,
  keyed: Keyed,
): Promise<{ answer: Answer; owner: string }> {
  try {
    const answer = await act();
    return { answer, owner: answer.owner ?? 'system' };
  } catch (error) {
    if (!(error instanceof Refusal) || NOT_KEPT.includes(error.code)) throw error;
    const { status } = PROBLEMS[error.code];
    if (status >= 500) throw error;
    await keyed.onRefusal(error);
    return { answer: { status, body: problemOf(error, keyed.requestId) }, owner: 'system' };
  }
}

function replay(kept: { status: number; headers: Record<string, string> }, body: string): Answer {
  return {
    status: kept.status,
    body: JSON.parse(body),
    headers: { ...kept.headers, 'idempotent-replayed': 'true' },
  };
}
