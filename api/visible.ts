import type { CaseEvent } from '../domain/case/event.ts';
import type { Customer } from '../store/customers/customer.ts';
import { findCustomerInScope } from '../store/customers/get-customer.ts';
import type { AnyCall } from './call.ts';
import type { Ask } from './temporal.ts';
import { outcomeUnknown } from './temporal-errors.ts';

const FIRST_PAUSE_MS = 20;
const PAUSE_MAX_MS = 250;
/** Beyond the last bucket: what was never seen in time meets no objective. */
const NEVER_SECONDS = 3600;

/** The customer whose case was just started: nobody looks before the first news. */
export async function untilOpen(call: AnyCall, customer: string): Promise<Customer> {
  await call.deps.listener.wait(customer, FIRST_PAUSE_MS);
  return untilVisible(call, customer, 1);
}

/** Asks the case, and comes back with the customer once the change can be read (record.md section 3). */
export async function ask<Event extends CaseEvent>(
  call: AnyCall,
  asked: Ask<Event>,
): Promise<{ version: number; customer: Customer }> {
  const { version } = await call.deps.engine.update(asked);
  call.deps.crash('api.accepted');
  return { version, customer: await untilVisible(call, asked.customer, version) };
}

/** The customer, once its row has this version; at the deadline throws `outcome_unknown`. */
async function untilVisible(call: AnyCall, customer: string, version: number): Promise<Customer> {
  const { store, settings, listener } = call.deps;
  const { meters } = call.deps.metrics;
  const startedAt = performance.now();
  const seen = (seconds: number) => meters.observe('vouch_write_visible_seconds', {}, seconds);
  const deadline = startedAt + settings.visibleMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    const found = await findCustomerInScope(store.database, call.scope, customer);
    if (found && found.version >= version) {
      seen((performance.now() - startedAt) / 1000);
      return found;
    }
    if (performance.now() + pauseMs > deadline) {
      seen(NEVER_SECONDS);
      throw outcomeUnknown();
    }
    await listener.wait(customer, pauseMs); // the recorder tells; a pause stands in for lost news
  }
}
