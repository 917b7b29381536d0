/** Type guards for parsed JSON, for code that cannot load a schema library, such as workflows. */
export type Test = (value: unknown) => boolean;

const TEXT_MAX = 1000;
const LIST_MAX = 1000;

/** A plain object: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const text: Test = (value) => typeof value === 'string' && value.length <= TEXT_MAX;
export const flag: Test = (value) => typeof value === 'boolean';
export const count: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const number: Test = (value) => Number.isFinite(value);

export function nullable(test: Test): Test {
  return (value) => value === null || test(value);
}

/** Of a field that may be left out. */
export function optional(test: Test): Test {
  return (value) => value === undefined || test(value);
}

export function oneOf(words: readonly string[]): Test {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function list(test: Test): Test {
  return (value) => Array.isArray(value) && value.length <= LIST_MAX && value.every(test);
}

/** Fields by name; others may stand beside them, as a later version may bring. */
export function object(fields: Readonly<Record<string, Test>>): Test {
  const tests = Object.entries(fields);
  return (value) =>
    isObject(value) &&
    tests.every(([name, test]) => test(Object.hasOwn(value, name) ? value[name] : undefined));
}

/** An object whose names are free. */
export function record(test: Test): Test {
  return (value) => isObject(value) && Object.values(value).every(test);
}
