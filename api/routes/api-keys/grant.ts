import { personOf } from '../../../domain/access.ts';
import { type Grant, mayGive } from '../../../domain/grants.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { AnyCall } from '../../call.ts';

/**
 * Refuses to hand out more than the caller's own key opens (`forbidden`), and a role to the caller
 * herself: her own role needs another admin (`same_person`, protection.md 4.3).
 */
export function requireGift({ caller }: AnyCall, given: Grant & { holder: string | null }): void {
  const own = { role: caller.actor.role, mode: caller.mode, scopes: caller.scopes };
  if (!mayGive(own, given)) {
    throw new Refusal('forbidden', 'A key gives no scope, mode or role beyond its own.');
  }
  if (given.holder !== null && given.holder === personOf(caller.actor)) {
    throw new Refusal('same_person', 'Another admin must give you a key of your own.');
  }
}
