import type { DocumentIn } from '../../api/client/client.ts';
import type { Person } from '../specimens/people.ts';
import type { Customer } from './expect.ts';
import type { Teller } from './teller.ts';

const PATIENCE_MS = 120_000;

/** Opens a case with a person's details, as an app would. */
export async function create(
  teller: Teller,
  key: string,
  wish: { person: Person; policy: string; level?: string; declared?: Record<string, string> },
): Promise<Customer> {
  const { person, policy, level = 'standard', declared = {} } = wish;
  const { givenNames, familyName, birthDate, nationality, address } = person;
  const { line1, line2, city, region, postalCode, country } = address;
  const details = {
    given_names: givenNames,
    family_name: familyName,
    birth_date: birthDate,
    nationality,
    address: { line1, line2, city, region, postal_code: postalCode, country },
    ...declared,
  };
  const body = { level, policy, details };
  return teller.as(key).post('/v1/customers', { body });
}

interface Papers {
  customer: string;
  papers: readonly DocumentIn[];
}

/** Submits documents and waits for their checks; tells how long that took. */
export async function present(
  teller: Teller,
  key: string,
  to: Papers,
): Promise<{ after: Customer; documents: string[] }> {
  const startedAt = performance.now();
  const documents = await submit(teller, key, to);
  const after = await settled(teller, key, to.customer);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  teller.screen.fact('took', `${seconds} s from upload to result`);
  return { after, documents };
}

async function submit(teller: Teller, key: string, to: Papers): Promise<string[]> {
  const { data, customer } = await teller.as(key).submitDocuments(to.customer, to.papers);
  teller.screen.standing(`${customer.status} / ${customer.status_reason}`, '');
  return data.map(({ id }) => id);
}

/** Waits by long polls until no check runs any more; the customer as it is then. */
export async function settled(teller: Teller, key: string, customer: string): Promise<Customer> {
  const until = performance.now() + PATIENCE_MS;
  const app = teller.as(key);
  for (;;) {
    const now = await app.get('/v1/customers/{id}', { id: customer });
    if (now.requirements.pending.length === 0) return now;
    if (performance.now() > until) throw new Error('the checks did not end in time');
    const query = { after: teller.seen.get(customer) ?? 0, limit: 100, wait: 20 };
    const { data } = await app.get('/v1/customers/{id}/events', { id: customer, query });
    teller.seen.set(customer, data.at(-1)?.sequence ?? query.after);
  }
}

/** Tells what the checks of a document concluded, why, and what they read. */
export async function tellChecks(
  teller: Teller,
  key: string,
  at: { customer: string; documents: string[] },
): Promise<void> {
  const { data } = await teller.as(key).get('/v1/customers/{id}/checks', { id: at.customer });
  const theirs = at.documents.flatMap((id) => data.filter(({ document }) => document === id));
  for (const { kind, outcome, reasons, finding } of theirs) {
    const why = reasons.map(({ code }) => code).join(', ');
    teller.screen.fact(kind, [outcome, why].filter(Boolean).join(': '));
    for (const { field, value } of finding?.readings ?? []) {
      teller.screen.fact('', `read ${field}: ${value}`);
    }
  }
}
