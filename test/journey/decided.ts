import { type Client, type Customer, until } from './client.ts';

const PATIENCE_MS = 400_000;
/** A machine too busy for a decoder's five seconds has a person look; it never rejects. */
const DECIDED: readonly string[] = ['verified', 'in_review'];

/** The customer once a rule has approved what they sent, or a person is asked to look at it. */
export function decided(app: Client, id: string): Promise<Customer> {
  return until(
    () => app.read(id),
    ({ status_reason: reason }) => DECIDED.includes(reason),
    PATIENCE_MS,
  );
}
