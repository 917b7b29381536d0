import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { canonicalJson } from '../../../store/sealing/canonical.ts';
import type { Keys } from '../../../store/keys/keys.ts';
import type { Cursor } from '../../../store/db/scope.ts';
import { invalid } from '../errors.ts';

/** Keyed hashes of this installation: nobody else can compute them. */
export interface RequestMacs {
  /**
   * Keyed hashes of a request's content: the current form, and the form of earlier releases if it differs.
   */
  fingerprints: (asks: unknown) => Promise<[now: string, ...before: string[]]>;
  /** Turns a cursor into opaque text that is valid only for one list with one set of filters. */
  sealCursor: (cursor: Cursor | null, list: string) => Promise<string | null>;
  openCursor: (text: string, list: string) => Promise<Cursor>;
}

export function createRequestMacs(keys: Pick<Keys, 'indexKey'>): RequestMacs {
  const subKeys = new Map<string, KeyObject>();
  const sub = async (info: string) => {
    const known = subKeys.get(info);
    if (known) return known;
    const bytes = hkdfSync('sha256', await keys.indexKey(), '', `vouch/${info}/1`, 32);
    const fresh = createSecretKey(Buffer.from(bytes));
    subKeys.set(info, fresh);
    return fresh;
  };
  const macOf = async (list: string, body: string) =>
    createHmac('sha256', await sub('cursor'))
      .update(`${list}\0${body}`)
      .digest();
  return {
    fingerprints: async (asks) => {
      const key = await sub('fingerprint');
      const hash = (text: string) => createHmac('sha256', key).update(text).digest('hex');
      const [text, former] = [canonicalJson(asks), formerText(asks)];
      return former === text ? [hash(text)] : [hash(text), hash(former)];
    },
    sealCursor: async (cursor, list) => {
      if (cursor === null) return null;
      const body = Buffer.from(JSON.stringify(partsOf(cursor))).toString('base64url');
      return `${body}.${(await macOf(list, body)).toString('base64url')}`;
    },
    openCursor: async (text, list) => {
      const [body = '', mac = ''] = text.split('.');
      const expected = await macOf(list, body);
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw invalid('/query/after', 'cursor_not_valid', 'Use the `next` of the page before.');
      }
      const parts = JSON.parse(Buffer.from(body, 'base64url').toString()) as Parts;
      const [at, id, priority] = parts;
      return { at, id, ...(priority === undefined ? {} : { priority }) };
    },
  };
}

type Parts = [at: string, id: string, priority?: number];

function partsOf({ at, id, priority }: Cursor): Parts {
  return priority === undefined ? [at, id] : [at, id, priority];
}

/** The id of a write's Update. It is the same whenever the same caller repeats the same request. */
export function updateIdOf(from: {
  principal: string;
  route: string;
  key: string;
  fingerprint: string;
}): string {
  const text = [from.principal, from.route, from.key, from.fingerprint].join('\0');
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The text that earlier releases hashed: in it, names that are whole numbers came first, in numeric order.
 * Rows of that time are kept for a day. To be removed in the release after the next.
 */
function formerText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
