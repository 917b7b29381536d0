/** A NUL or half of a surrogate pair: Postgres stores neither in a text. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** True for a text that no column could hold. */
export function isUnstorable(text: string): boolean {
  return UNSTORABLE.test(text);
}

/**
 * The path to the first text, or the first field name, that no column could hold; undefined if everything can
 * be stored. It does not recurse, because a caller can nest values as deep as the body is long.
 */
export function findUnstorable(input: unknown): PropertyKey[] | undefined {
  const left: Place[] = [{ value: input, name: '', parent: null }];
  for (let place = left.pop(); place; place = left.pop()) {
    const { value } = place;
    if (typeof value === 'string' && isUnstorable(value)) return pathTo(place);
    if (typeof value !== 'object' || value === null) continue;
    const fields = Object.entries(value);
    if (!Array.isArray(value) && fields.some(([name]) => isUnstorable(name))) return pathTo(place);
    for (const [name, inner] of fields.toReversed()) {
      left.push({ value: inner, name, parent: place });
    }
  }
  return undefined;
}

interface Place {
  value: unknown;
  name: string;
  parent: Place | null;
}

function pathTo(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent; at = at.parent) path.push(at.name);
  return path.toReversed();
}
