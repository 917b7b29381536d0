import fc from 'fast-check';
import type { Shape } from './places.ts';

/** Texts that stand for what `JSON.stringify` does not write. */
const MARKS: Record<string, () => string> = {
  '@@infinite': () => '1e999',
  '@@minus-infinite': () => '-1e999',
  '@@long-number': () => '9'.repeat(5000),
  '@@tiny': () => '1e-400',
  '@@minus-zero': () => '-0',
  '@@deep-list': () => '['.repeat(20_000) + ']'.repeat(20_000),
  '@@deep-object': () => '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000),
  '@@proto': () => '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
  '@@twice': () => '{"a":1,"a":2,"a":{"a":3,"a":4}}',
  '@@wide-list': () => `[${'0,'.repeat(50_000)}0]`,
  '@@wide-object': () => `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":${n}`).join()}}`,
};

/** The text of a body, with every mark in place of what it stands for. */
export function written(body: unknown): string {
  return (
    JSON.stringify(body)?.replaceAll(
      /"(@@[a-z-]+)"/g,
      (_, mark: string) => MARKS[mark]?.() ?? '',
    ) ?? ''
  );
}

const NUMBERS = [0, -0, -1, 1, 0.1, 1e15, 1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63)];
/** What no column holds. */
const UNSTORABLE = ['\u0000', 'a\u0000b', '\ud800', 'b\udfffc'];
const INSTANTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00Z',
  '2027-02-30T00:00:00Z',
];
const TEXTS = [
  '',
  ' ',
  '\ufeffx',
  '\u202egnp.exe',
  '\u0301'.repeat(5000),
  '👨‍👩‍👧‍👦'.repeat(400),
  'İİİİ'.repeat(50),
  'ﷺ'.repeat(300),
  'x'.repeat(200_000),
  "'; DROP TABLE customer; --",
  '${7*7}{{7*7}}<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%00%0d%0a',
  '__proto__',
  'constructor',
  'toString',
  '2027-02-30',
  'NaN',
  '1e999',
  ...INSTANTS,
];
const OTHERS = [null, true, false, [], {}, [[]], [null], ...Object.keys(MARKS)];

/** Null in four of five draws. */
export function seldom<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { weight: 1, arbitrary: one },
    { weight: 4, arbitrary: fc.constant<T | null>(null) },
  );
}

/** Any value at all, most of them of the wrong kind. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...NUMBERS),
  fc.constantFrom<unknown>(...TEXTS, ...UNSTORABLE),
  fc.constantFrom<unknown>(...OTHERS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** What lies at the edges of a shape, on either side, and is of the right kind. */
export function edges(shape: Shape): fc.Arbitrary<unknown> {
  const { minimum, maximum, maxLength = 200, maxItems = 20 } = shape;
  if (shape.enum) return fc.constantFrom<unknown>(...shape.enum, 'no_word_of_it');
  if (shape.type === 'integer' || shape.type === 'number') {
    const near = [minimum ?? 0, (minimum ?? 0) - 1, maximum ?? 1e9, (maximum ?? 1e9) + 1, 0.5];
    return fc.constantFrom<unknown>(...near, ...NUMBERS);
  }
  if (shape.type === 'string') {
    const lengths = [maxLength, maxLength + 1].map((length) => 'x'.repeat(Math.min(length, 1e5)));
    if (shape.format === 'date-time') return fc.constantFrom<unknown>(...INSTANTS);
    return fc.oneof(
      fc.constantFrom<unknown>(...UNSTORABLE),
      fc.constantFrom<unknown>(...lengths, ...TEXTS),
    );
  }
  if (shape.type === 'array' && shape.items) {
    const item = edges(shape.items);
    return fc.array(item, { maxLength: Math.min(maxItems + 1, 30) });
  }
  return anything;
}

/** The edges that still lie inside the shape; null where it does not tell them. */
export function inside(shape: Shape): fc.Arbitrary<unknown> | null {
  const { minimum, maximum, items } = shape;
  if (shape.enum) return fc.constantFrom<unknown>(...shape.enum);
  if (minimum !== undefined && maximum !== undefined) return fc.constantFrom(minimum, maximum);
  if (shape.type === 'boolean') return fc.boolean();
  return shape.type === 'array' && items?.enum ? fc.subarray(items.enum) : null;
}

/** What every place of its kind is tried with at least once in a long run. */
export function certain({ type, format }: Shape): unknown[] {
  if (format === 'date-time') return ['0000-01-01T00:00:00Z'];
  if (type === 'string') return ['a\u0000b', 'a\ud800b'];
  return type === 'integer' || type === 'number' ? [2 ** 31, 1e15] : [];
}

/** Half of the draws from a list of things that are all to be tried, in an order that the seed gives. */
export function drawn<T>(
  all: readonly T[],
  wild: fc.Arbitrary<T>,
  { count, seed }: { count: number; seed: number },
): T[] {
  const most = Math.min(all.length, Math.floor(count / 2));
  const some = fc.shuffledSubarray([...all], { minLength: most, maxLength: most });
  const [first = []] = fc.sample(some, { numRuns: 1, seed });
  return [...first, ...fc.sample(wild, { numRuns: count - first.length, seed })];
}
