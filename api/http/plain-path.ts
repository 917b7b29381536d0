/** The characters of a path segment of this API. */
const SEGMENT = /^[\w.-]*$/;

/**
 * False for a target whose path was written in another way than ours are: with `%2e`, `..`, `%2f`,
 * `%00` and their like. It names nothing, and must not become the name of a thing on its way to a
 * route: `..` would be taken away before any of our code sees the address.
 */
export function isPlainTarget(target: string): boolean {
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path.split('/').every((one) => SEGMENT.test(one) && one !== '.' && one !== '..');
}
