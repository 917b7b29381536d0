import { type Client, type Customer, until } from './client.ts';

const PATIENCE_MS = 400_000;
/**
 * The possible results: if the machine is too busy for a decoder's five seconds, a person must look, but
 * nothing is rejected.
 */
const DECIDED: readonly string[] = ['verified', 'in_review'];

/** Waits until a rule has approved what the customer sent, or a person is asked to look at it. */
export function decided(app: Client, id: string): Promise<Customer> {
  return until(
    () => app.read(id),
    ({ status_reason: reason }) => DECIDED.includes(reason),
    PATIENCE_MS,
  );
}
