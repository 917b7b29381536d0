import { personOf } from '../../../domain/access/access.ts';
import {
  AGREED_WITHIN,
  type Grant,
  mayGive,
  needsAgreement,
} from '../../../domain/access/grants.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { shift } from '../../../domain/time.ts';
import type { AnyCall } from '../../http/call.ts';

type Given = Grant & { holder: string | null };

/**
 * Refuses to give more scopes or roles than the caller may give (`forbidden`), and refuses to let callers
 * change their own role, which needs another admin (`same_person`, docs/protection.md#access). Returns the
 * instant until which a second administrator must agree; undefined if none is needed.
 */
export function requireGift(call: AnyCall, given: Given): string | undefined {
  requireMayGive(call, given);
  if (given.holder !== null && given.holder === personOf(call.actor)) {
    throw new Refusal('same_person', 'Another admin must give you a key of your own.');
  }
  return needsAgreement(ownOf(call), given) ? shift(call.now, AGREED_WITHIN) : undefined;
}

/** An administrator can only agree to rights that they could give themselves. Refuses `forbidden`. */
export function requireMayGive(call: AnyCall, given: Given): void {
  if (mayGive(ownOf(call), given)) return;
  throw new Refusal('forbidden', 'A key gives no scope, mode or role beyond its own.');
}

function ownOf({ caller }: AnyCall): Grant {
  return { role: caller.actor.role, mode: caller.mode, scopes: caller.scopes };
}
