import { CheckList } from '../../api/schemas/check.ts';
import { CustomerBody } from '../../api/schemas/customer.ts';
import { Submitted } from '../../api/schemas/document.ts';
import { EventList } from '../../api/schemas/event.ts';
import type { DocumentType } from '../../domain/documents.ts';
import type { Person } from '../specimens/people.ts';
import type { Customer } from './expect.ts';
import type { Teller } from './teller.ts';

const PATIENCE_MS = 120_000;

/** Opens a case with a person's details, as an app would. */
export async function create(
  teller: Teller,
  key: string,
  { person, policy }: { person: Person; policy: string },
): Promise<Customer> {
  const { givenNames, familyName, birthDate, nationality, address } = person;
  const { line1, line2, city, region, postalCode, country } = address;
  const details = {
    given_names: givenNames,
    family_name: familyName,
    birth_date: birthDate,
    nationality,
    address: { line1, line2, city, region, postal_code: postalCode, country },
  };
  const json = { level: 'standard', policy, details };
  return teller.ask('POST', '/v1/customers', { key, schema: CustomerBody, json });
}

interface Papers {
  customer: string;
  papers: { type: DocumentType; country: string; front: File }[];
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
  const form = new FormData();
  for (const [n, { type, country, front }] of to.papers.entries()) {
    const name = (field: string) => (to.papers.length === 1 ? field : `documents[${n}][${field}]`);
    form.append(name('type'), type);
    form.append(name('country'), country);
    form.append(name('front'), front);
  }
  const path = `/v1/customers/${to.customer}/documents`;
  const { data, customer } = await teller.ask('POST', path, { key, schema: Submitted, form });
  teller.screen.standing(`${customer.status} / ${customer.status_reason}`, '');
  return data.map(({ id }) => id);
}

/** Waits by long polls until no check runs any more; the customer as it is then. */
export async function settled(teller: Teller, key: string, customer: string): Promise<Customer> {
  const path = `/v1/customers/${customer}`;
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const now = await teller.ask('GET', path, { key, schema: CustomerBody });
    if (now.requirements.pending.length === 0) return now;
    if (performance.now() > until) throw new Error('the checks did not end in time');
    const after = teller.seen.get(customer) ?? 0;
    const events = `${path}/events?after=${after}&limit=100&wait=20`;
    const { data } = await teller.ask('GET', events, { key, schema: EventList });
    teller.seen.set(customer, data.at(-1)?.sequence ?? after);
  }
}

/** Tells what the checks of a document concluded, why, and what they read. */
export async function tellChecks(
  teller: Teller,
  key: string,
  at: { customer: string; documents: string[] },
): Promise<void> {
  const path = `/v1/customers/${at.customer}/checks`;
  const { data } = await teller.ask('GET', path, { key, schema: CheckList });
  const theirs = at.documents.flatMap((id) => data.filter(({ document }) => document === id));
  for (const { kind, outcome, reasons, finding } of theirs) {
    const why = reasons.map(({ code }) => code).join(', ');
    teller.screen.fact(kind, [outcome, why].filter(Boolean).join(': '));
    for (const { field, value } of finding?.readings ?? []) {
      teller.screen.fact('', `read ${field}: ${value}`);
    }
  }
}
