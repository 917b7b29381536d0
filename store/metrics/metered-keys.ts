import { DatabaseError } from 'pg';
import { Refusal } from '../../domain/refusal.ts';
import type { Keys } from '../keys/keys.ts';
import { isStoreAway } from '../db/pg-error.ts';
import type { Meters } from '../../platform/metrics/meters.ts';

/** Wraps keys: failures are counted by kind, and thrown as they are. */
export function meteredKeys(keys: Keys, meters: Pick<Meters, 'count'>): Keys {
  const counted =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await ask(...args);
      } catch (error) {
        const kind = kindOf(error);
        if (kind) meters.count('vouch_key_store_errors_total', { kind });
        throw error;
      }
    };
  return {
    ...keys,
    createCustomerKey: counted(keys.createCustomerKey),
    discard: counted(keys.discard),
    open: counted(keys.open),
    openVersion: counted(keys.openVersion),
    rotate: counted(keys.rotate),
    destroy: counted(keys.destroy),
    indexKey: counted(keys.indexKey),
    auditKey: counted(keys.auditKey),
    ready: counted(keys.ready),
  };
}

/** The kind of an error: the key is erased, its store is away, or else the key does not unwrap. */
function kindOf(error: unknown): 'unavailable' | 'destroyed' | 'unwrap_failed' | undefined {
  if (!(error instanceof Refusal)) return 'unwrap_failed';
  if (error.code === 'key_destroyed') return 'destroyed';
  if (error.code !== 'key_store_unavailable') return undefined;
  const { cause } = error;
  const isAway = cause === undefined || cause instanceof DatabaseError || isStoreAway(cause);
  return isAway ? 'unavailable' : 'unwrap_failed';
}
