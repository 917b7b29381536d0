/** The characters of a path segment of this API. */
const SEGMENT = /^[\w.-]*$/;

/**
 * False for a target whose path is written with `%2e`, `..`, `%2f`, `%00` or the like. No resource has such a
 * path, and it must not turn into another resource's path on the way to a route: URL parsing would resolve
 * `..` before any of our code sees the address.
 */
export function isPlainTarget(target: string): boolean {
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path.split('/').every((one) => SEGMENT.test(one) && one !== '.' && one !== '..');
}
