/**
 * A tool that not every machine has. A test without it is skipped, unless TEST_TOOLS=required is set, as in
 * the acceptance of a checkout; then it fails.
 */
export function required<T>(name: string, found: T | undefined): T | undefined {
  if (found === undefined && process.env['TEST_TOOLS'] === 'required') {
    throw new Error(`TEST_TOOLS=required, and ${name} is not here`);
  }
  return found;
}
