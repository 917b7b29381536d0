/**
 * Canonical JSON: keys sorted by code unit, no blanks, whole numbers only, fields that are
 * undefined left out. The same value always gives the same text. Throws on anything else.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return whole(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isPlain(value)) return object(value);
  throw new TypeError('a value has no canonical form');
}

function object(value: Record<string, unknown>): string {
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${text(key)}:${canonical(value[key])}`);
  return `{${fields.join(',')}}`;
}

function text(value: string): string {
  if (/\p{Surrogate}/u.test(value))
    throw new TypeError('a text with half a surrogate has no canonical form');
  return JSON.stringify(value);
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw new TypeError('a number that is not whole has no canonical form');
  }
  return String(value);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
