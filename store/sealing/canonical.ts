import canonicalize from 'canonicalize';

/**
 * Canonical JSON by RFC 8785: keys sorted by code unit, no blanks, undefined fields left out. The same value
 * always gives the same text. Throws on values that are not JSON, and on half of a surrogate pair.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value has no canonical form');
  return text;
}

/**
 * The canonical JSON of what is signed or hashed for years: only plain objects, lists, texts and whole
 * numbers, so that readers in other languages see the same value. Throws on anything else.
 */
export function canonical(value: unknown): string {
  requirePlain(value);
  return canonicalJson(value);
}

function requirePlain(value: unknown): void {
  if (value === null || typeof value === 'boolean' || isWhole(value)) return;
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return;
  if (Array.isArray(value)) return value.forEach(requirePlain);
  if (!isObject(value)) throw new TypeError('a value has no canonical form');
  for (const [key, inner] of Object.entries(value)) {
    requirePlain(key);
    if (inner !== undefined) requirePlain(inner);
  }
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
