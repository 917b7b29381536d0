import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { KeysDatabase } from '../db/database.ts';
import type { KeyProvider } from './kek.ts';
import { createKeyCache } from './key-cache.ts';
import {
  addVersion,
  createKey,
  createSystemKeys,
  destroyedOfLate,
  discardKey,
  destroyKey,
  loadKeyVersions,
  proveKeys,
  rawKey,
  signingKey,
} from './key-rows.ts';
import { watchKeys } from './key-watch.ts';
import type { OpenKey } from './open-key.ts';

/** The keys of customers and of the system. Only `createCustomerKey` makes a missing key of a customer. */
export interface Keys {
  /** Makes a customer's key, once. Refuses `key_destroyed` for a customer that was erased. */
  createCustomerKey: (customer: string) => Promise<void>;
  /** Removes the key of a customer who was refused; only if no customer can ever be created under this id. */
  discard: (customer: string) => Promise<void>;
  /** The current key, for sealing. Refuses `key_destroyed`, `key_store_unavailable`. */
  open: (owner: string) => Promise<OpenKey>;
  openVersion: (owner: string, version: number) => Promise<OpenKey>;
  /** Adds a version; older versions stay for reading. */
  rotate: (owner: string) => Promise<void>;
  /** Destroys every version: within 2 s no process can open anything of this customer any more. */
  destroy: (customer: string) => Promise<void>;
  indexKey: () => Promise<Buffer>;
  auditKey: () => Promise<KeyObject>;
  /** Refuses `key_store_unavailable` while the keys cannot be reached, or do not open. */
  ready: () => Promise<void>;
  close: () => Promise<void>;
}

export interface KeysOptions {
  database: Kysely<KeysDatabase>;
  url: string;
  provider: KeyProvider;
}

/** Opens the keys, and makes the system's keys if they are missing. */
export async function openKeys(options: KeysOptions): Promise<Keys> {
  await beginKeys(options);
  return createKeys(options);
}

/** Makes the system's keys if they are missing. Refuses `key_store_unavailable` like `ready`. */
export async function beginKeys({ database, provider }: KeysOptions): Promise<void> {
  await reachable(() => createSystemKeys(database, provider));
}

/** The keys, before their database was contacted. */
export function createKeys({ database, provider, url }: KeysOptions): Keys {
  const cache = createKeyCache();
  const watch = watchKeys({
    url,
    poll: () => destroyedOfLate(database),
    drop: cache.drop,
    clear: cache.clear,
  });

  async function ring(owner: string) {
    const load = () => reachable(() => loadKeyVersions(database, provider, owner));
    return cache.get(owner) ?? (await cache.load(owner, load));
  }
  async function openVersion(owner: string, version: number): Promise<OpenKey> {
    const known = (await ring(owner)).versions.get(version);
    if (known) return known;
    cache.drop(owner); // another process may have added the version
    const fresh = (await ring(owner)).versions.get(version);
    if (!fresh) throw new Refusal('key_destroyed');
    return fresh;
  }
  return {
    createCustomerKey: async (customer) => {
      const made = await reachable(() => createKey(database, provider, customer));
      if (made) await cache.load(customer, () => Promise.resolve(made));
    },
    discard: async (customer) => {
      await reachable(() => discardKey(database, customer));
      cache.drop(customer);
    },
    open: async (owner) => (await ring(owner)).current,
    openVersion,
    rotate: async (owner) => {
      await reachable(() => addVersion(database, provider, owner));
      cache.drop(owner);
    },
    destroy: async (customer) => {
      await reachable(() => destroyKey(database, customer));
      cache.drop(customer);
    },
    indexKey: once(() => reachable(() => rawKey(database, provider, 'index'))),
    auditKey: once(() => reachable(() => signingKey(database, provider))),
    ready: () => reachable(() => proveKeys(database, provider)),
    close: watch.close,
  };
}

/** There is no plain-text fall-back: any error other than a refusal means that the key store is away. */
async function reachable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('key_store_unavailable', '', { cause: error });
  }
}

/** Asks once and keeps the answer, but not a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return async () => {
    kept ??= ask();
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}
