import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { sealJson } from '../sealing/sealed-json.ts';

interface Of {
  id: string;
  customer: string;
  at: string;
}

/** Stores the vendor's id of the person, by which a later attempt finds what an earlier one has asked. */
export async function noteApplicant(
  trx: Transaction<Database>,
  actor: Actor,
  { id, customer, at, applicant }: Of & { applicant: string },
): Promise<void> {
  await ofCustomer(trx, { id, customer }).set({ applicant }).execute();
  const entry = { action: 'vendor_check.applicant_made', object: id, chain: customer, at };
  await appendAudit(trx, actor, { ...entry, data: { applicant } });
}

/** Stores the vendor's id of the check. From now on its answer is awaited. */
export async function noteStarted(
  trx: Transaction<Database>,
  actor: Actor,
  { id, customer, at, reference }: Of & { reference: string },
): Promise<void> {
  await ofCustomer(trx, { id, customer })
    .set({ state: 'started', reference, started_at: at, faulted_since: null })
    .execute();
  const entry = { action: 'vendor_check.started', object: id, chain: customer, at };
  await appendAudit(trx, actor, { ...entry, data: { reference } });
}

/**
 * Stores that the vendor is away, and returns since when. Only the first of consecutive faults has an audit
 * entry.
 */
export async function noteFault(
  trx: Transaction<Database>,
  actor: Actor,
  { id, customer, at, fault }: Of & { fault: string },
): Promise<string> {
  const set = sql<string>`coalesce(faulted_since, ${at}::timestamptz)`;
  const { faulted_since: since } = await ofCustomer(trx, { id, customer })
    .set({ faulted_since: set })
    .returning('faulted_since')
    .executeTakeFirstOrThrow();
  if (since === at) {
    const entry = { action: 'vendor_check.faulted', object: id, chain: customer, at };
    await appendAudit(trx, actor, { ...entry, data: { fault } });
  }
  return since ?? at;
}

/** Stores that the vendor answers again. */
export async function noteHeard(
  trx: Transaction<Database>,
  actor: Actor,
  { id, customer, at }: Of,
): Promise<void> {
  const heard = await ofCustomer(trx, { id, customer })
    .set({ faulted_since: null })
    .where('faulted_since', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (!heard) return;
  await appendAudit(trx, actor, {
    action: 'vendor_check.heard',
    object: id,
    chain: customer,
    at,
  });
}

/** Stores the vendor's answer, sealed. A check that was given up before stays given up. */
export async function keepVendorAnswer(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  { id, customer, at, answer }: Of & { answer: unknown },
): Promise<void> {
  const key = await keys.open(customer);
  const { state } = await ofCustomer(trx, { id, customer })
    .set({
      state: sql`CASE state WHEN 'given_up' THEN state ELSE 'answered' END`,
      answer: sealJson(key, AADS.vendorAnswer(id), answer),
      answered_at: at,
      faulted_since: null,
    })
    .returning('state')
    .executeTakeFirstOrThrow();
  const data = { late: state === 'given_up' };
  await appendAudit(trx, actor, {
    action: 'vendor_check.answered',
    object: id,
    chain: customer,
    at,
    data,
  });
}

/** Records a vendor's check as given up: a person decides instead. */
export async function giveVendorUp(
  trx: Transaction<Database>,
  actor: Actor,
  { id, customer, at, why }: Of & { why: string },
): Promise<void> {
  const given = await ofCustomer(trx, { id, customer })
    .set({ state: 'given_up' })
    .where('state', 'in', ['begun', 'started'])
    .returning('id')
    .executeTakeFirst();
  if (!given) return;
  const entry = { action: 'vendor_check.given_up', object: id, chain: customer, at };
  await appendAudit(trx, actor, { ...entry, data: { why } });
}

function ofCustomer(trx: Transaction<Database>, { id, customer }: Pick<Of, 'id' | 'customer'>) {
  return trx.updateTable('vendor_check').where('id', '=', id).where('customer_id', '=', customer);
}
