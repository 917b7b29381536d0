/**
 * A tool that not every machine has: a test without it is passed over. With TEST_TOOLS=required, as
 * where checkouts are proved, it fails instead.
 */
export function required<T>(name: string, found: T | undefined): T | undefined {
  if (found === undefined && process.env['TEST_TOOLS'] === 'required') {
    throw new Error(`TEST_TOOLS=required, and ${name} is not here`);
  }
  return found;
}
