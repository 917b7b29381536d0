/**
 * Rewrites named schemas that may be null so that null validates. The generator writes "this and (an object
 * or null)", and null never matches the first part.
 */
export function withNullableRefs<T>(document: T): T {
  return rewritten(document) as T;
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  const { allOf, ...rest } = value as Record<string, unknown>;
  const others = Object.fromEntries(
    Object.entries(rest).map(([key, one]) => [key, rewritten(one)]),
  );
  if (allOf === undefined) return others;
  const [ref, also] = Array.isArray(allOf) ? (allOf as Record<string, unknown>[]) : [];
  const isNullable = ref?.['$ref'] !== undefined && String(also?.['type']) === 'object,null';
  return isNullable
    ? { ...others, anyOf: [ref, { type: 'null' }] }
    : { ...others, allOf: rewritten(allOf) };
}
