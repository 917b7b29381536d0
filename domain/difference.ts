/** One place where two pieces of plain data differ, by JSON pointer; null where one has nothing there. */
export interface Change {
  pointer: string;
  from: unknown;
  to: unknown;
}

/**
 * Where two pieces of plain JSON data differ, in the order of their fields. Lists are compared as wholes:
 * their order counts.
 */
export function differences(from: unknown, to: unknown, pointer = ''): Change[] {
  if (isFields(from) && isFields(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) => differences(from[name], to[name], `${pointer}/${step(name)}`));
  }
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [{ pointer, from: from ?? null, to: to ?? null }];
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901. */
function step(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
