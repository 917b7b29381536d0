import { setTimeout as wait } from 'node:timers/promises';
import type { CaseEvent } from '../domain/case/event.ts';
import { findVersion } from '../store/customers/get-requirements.ts';
import type { Receipt } from '../workflows/messages.ts';
import type { AnyCall } from './call.ts';
import type { Ask } from './temporal.ts';
import { outcomeUnknown } from './temporal-errors.ts';

const FIRST_PAUSE_MS = 10;
const PAUSE_MAX_MS = 250;

/** Asks the case, and comes back when the change can be read (record.md section 3). */
export async function ask<Event extends CaseEvent>(
  call: AnyCall,
  asked: Ask<Event>,
): Promise<Receipt> {
  const receipt = await call.deps.engine.update(asked);
  call.deps.crash('api.accepted');
  await untilVisible(call, asked.customer, receipt.version);
  return receipt;
}

/** Waits until the customer's row has this version; at the deadline throws `outcome_unknown`. */
export async function untilVisible(
  call: AnyCall,
  customer: string,
  version: number,
): Promise<void> {
  const { store, settings } = call.deps;
  const deadline = performance.now() + settings.visibleMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    const seen = await findVersion(store.database, call.scope, customer);
    if (seen >= version) return;
    if (performance.now() + pauseMs > deadline) throw outcomeUnknown();
    await wait(pauseMs);
  }
}
