import { setTimeout as pause } from 'node:timers/promises';
import type { CaseEvent } from '../../domain/case/event.ts';
import type { Customer } from '../../store/customers/customer.ts';
import { findCustomerInScope } from '../../store/customers/get-customer.ts';
import { findCommandUnscoped } from '../../store/record/changes.ts';
import type { AnyCall } from '../http/call.ts';
import type { Ask } from '../temporal/temporal.ts';
import { knownVersionOf, outcomeUnknown } from '../temporal/temporal-errors.ts';

const FIRST_PAUSE_MS = 20;
const PAUSE_MAX_MS = 250;
/**
 * A value above the last bucket of the histogram: a change that did not become visible in time meets no
 * objective.
 */
const NEVER_SECONDS = 3600;
const CATCH_UP_TRIES = 4;
const CATCH_UP_MS = 50;

/**
 * The customer whose case was just started. We wait for the first notification before we read, because the
 * row is hardly there earlier.
 */
export async function untilOpen(call: AnyCall, customer: string): Promise<Customer> {
  await call.deps.listener.wait(customer, FIRST_PAUSE_MS);
  return (await untilVisible(call, { customer, version: 1 })).customer;
}

/**
 * Sends an update to the case, and returns the customer once the change can be read
 * (docs/record.md#how-a-change-is-recorded).
 */
export async function ask<Event extends CaseEvent>(
  call: AnyCall,
  asked: Ask<Event>,
): Promise<{ version: number; customer: Customer }> {
  const { customer, id } = asked;
  const { version } = await updated(call, asked);
  call.deps.crash('api.accepted');
  return untilVisible(call, { customer, version, command: id });
}

/**
 * Sends an update. If the case refuses it because it does not know the version that it rests on, the case is
 * asked to catch up first.
 */
async function updated<Event extends CaseEvent>(
  call: AnyCall,
  asked: Ask<Event>,
): Promise<{ version: number }> {
  const { engine, store } = call.deps;
  for (let tries = 1; ; tries += 1) {
    try {
      return await engine.update(asked);
    } catch (error) {
      const known = knownVersionOf(error);
      if (known === undefined || tries === CATCH_UP_TRIES) throw error;
      const row = await findCustomerInScope(store.database, call.scope, asked.customer);
      if (!row || row.version <= known) throw error;
      await engine.catchUp(asked.customer);
      await pause(CATCH_UP_MS * tries);
    }
  }
}

/**
 * The customer, once its row has this version and the version holds the change of this command, not of
 * another one. Throws `outcome_unknown` at the deadline.
 */
async function untilVisible(
  call: AnyCall,
  wanted: { customer: string; version: number; command?: string },
): Promise<{ version: number; customer: Customer }> {
  const { store, settings, listener } = call.deps;
  const { meters } = call.deps.metrics;
  const startedAt = performance.now();
  const seen = (seconds: number) => meters.observe('vouch_write_visible_seconds', {}, seconds);
  const deadline = startedAt + settings.visibleMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    const found = await findCustomerInScope(store.database, call.scope, wanted.customer);
    const version = await recordedAt(call, wanted);
    if (found && version !== null && found.version >= version) {
      seen((performance.now() - startedAt) / 1000);
      return { version, customer: found };
    }
    if (performance.now() + pauseMs > deadline) {
      seen(NEVER_SECONDS);
      throw outcomeUnknown();
    }
    // The recorder notifies; the pause covers a lost notification.
    await listener.wait(wanted.customer, pauseMs);
  }
}

/** The version that holds the command's change; null while this version holds another change. */
async function recordedAt(
  call: AnyCall,
  { customer, version, command }: { customer: string; version: number; command?: string },
): Promise<number | null> {
  if (command === undefined) return version;
  const { database } = call.deps.store;
  const at = await findCommandUnscoped(database, { customer, command, version });
  return at === undefined ? version : at; // the event's command is no longer stored
}
