import { LRUCache } from 'lru-cache';
import type { OpenKey } from './open-key.ts';

/** All versions of one owner's key. */
export interface KeyVersions {
  current: OpenKey;
  versions: Map<number, OpenKey>;
}

export interface KeyCache {
  get: (owner: string) => KeyVersions | undefined;
  /**
   * Loads once, however many callers ask. Keys that were dropped while they were loaded are returned but not
   * cached.
   */
  load: (owner: string, from: () => Promise<KeyVersions>) => Promise<KeyVersions>;
  drop: (owner: string) => void;
  clear: () => void;
}

const KEYS_MAX = 10_000;
const KEPT_MS = 5 * 60_000;

/** Opened keys in memory: at most 10,000, five minutes each. */
export function createKeyCache(): KeyCache {
  const rings = new LRUCache<string, KeyVersions>({ max: KEYS_MAX, ttl: KEPT_MS });
  const loading = new Map<string, Promise<KeyVersions>>();

  async function fill(owner: string, from: () => Promise<KeyVersions>): Promise<KeyVersions> {
    const flight = from();
    loading.set(owner, flight);
    try {
      const ring = await flight;
      if (loading.get(owner) === flight) rings.set(owner, ring);
      return ring;
    } finally {
      if (loading.get(owner) === flight) loading.delete(owner);
    }
  }
  return {
    get: (owner) => rings.get(owner),
    load: (owner, from) => loading.get(owner) ?? fill(owner, from),
    drop: (owner) => {
      rings.delete(owner);
      loading.delete(owner);
    },
    clear: () => {
      rings.clear();
      loading.clear();
    },
  };
}
