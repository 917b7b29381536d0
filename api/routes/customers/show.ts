import type { z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { Refusal } from '../../../domain/refusal.ts';
import { listChecks } from '../../../store/checks/list-checks.ts';
import type { Customer } from '../../../store/customers/customer.ts';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { findVersion } from '../../../store/customers/get-requirements.ts';
import type { Database } from '../../../store/db/database.ts';
import { listDecisions, type StoredDecision } from '../../../store/decisions/decisions.ts';
import { maskDetails } from '../../../store/details/mask-details.ts';
import { revealDetails } from '../../../store/details/reveal-details.ts';
import { listDocuments } from '../../../store/documents/document.ts';
import { audienceOf } from '../../../domain/case/shown/audience.ts';
import { adviceNow } from '../../documents/advice.ts';
import type { AnyCall } from '../../http/call.ts';
import { isHeld } from '../../http/objects.ts';
import type { CustomerBody } from '../../schemas/customer.ts';
import { detailsBody } from '../../schemas/details.ts';
import { checkBody } from '../check-body.ts';
import { decisionBody } from '../decisions/body.ts';
import { wordsOf } from '../decisions/texts.ts';
import { documentBody } from '../documents/body.ts';
import { requirementsBody, summaryBody } from './body.ts';

type Expansion = 'documents' | 'checks' | 'decisions';
type Body = z.output<typeof CustomerBody>;

/** A customer as the caller may see it: with the details opened and audited, or masked by bullets. */
export async function showCustomer(call: AnyCall, customer: Customer): Promise<Body> {
  return showWith(call, customer, await personal(call, customer));
}

/**
 * A customer with all that belongs to it, read in one snapshot: a recording in the meantime shows in none of
 * it.
 */
export async function readWhole(
  call: AnyCall,
  id: string,
  expand: readonly Expansion[],
): Promise<{ customer: Customer; more: Pick<Body, Expansion> }> {
  const { customer, decisions, more } = await call.deps.store.database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => ({
      customer: await getCustomerInScope(trx, call.scope, id),
      decisions: expand.includes('decisions') ? await listDecisions(trx, call.scope, id) : null,
      more: await expanded(call, trx, { id, expand }),
    }));
  if (decisions === null) return { customer, more };
  return { customer, more: { ...more, decisions: await disclosableOf(call, customer, decisions) } };
}

/**
 * Texts are opened after the snapshot, because no audit entry can be appended to a chain that has moved on
 * since.
 */
async function disclosableOf(
  call: AnyCall,
  customer: Customer,
  decisions: StoredDecision[],
): Promise<Body['decisions']> {
  const reader = { readsFindings: call.may('finding.read') };
  const known = decisions.filter(
    ({ requirements }) => reader.readsFindings || audienceOf(requirements) === 'all',
  );
  const words = await wordsOf(call, customer, known);
  return known.map((decision) => ({ ...decisionBody(decision, reader), ...words(decision) }));
}

/** A customer with the details that the caller has just sent, so that nothing has to be opened. */
export function showWith(
  call: AnyCall,
  customer: Customer,
  said: Pick<Body, 'details' | 'metadata'>,
): Body {
  const reader = { readsFindings: call.may('finding.read') };
  return {
    ...summaryBody(customer, reader),
    requirements: requirementsBody(customer.requirements, reader),
    ...said,
  };
}

/** The headers of an answer that shows a customer: version and revision, which `If-Match` compares. */
export function etag(customer: Pick<Customer, 'version' | 'revision'>): Record<string, string> {
  return { etag: `"${customer.version}-${customer.revision}"` };
}

export async function readCustomer(call: AnyCall, id: string): Promise<Customer> {
  return getCustomerInScope(call.deps.store.database, call.scope, id);
}

/** Refuses `not_found` like `readCustomer`, for callers that need nothing else of the customer. */
export async function requireCustomer(call: AnyCall, id: string): Promise<void> {
  const version = await findVersion(call.deps.store.database, call.scope, id);
  if (version === 0) throw new Refusal('not_found');
}

async function personal(
  call: AnyCall,
  customer: Customer,
): Promise<Pick<Body, 'details' | 'metadata'>> {
  if (!call.may('customer.read_details') || !(await isHeld(call, customer))) {
    return { details: detailsBody(maskDetails(customer.country)), metadata: {} };
  }
  const { database, keys } = call.deps.store;
  const { details, metadata } = await database.transaction().execute((trx) =>
    revealDetails(trx, keys, call.actor, call.scope, {
      customer: customer.id,
      at: call.now,
      request: call.requestId,
    }),
  );
  return { details: detailsBody(details), metadata };
}

async function expanded(
  call: AnyCall,
  database: Transaction<Database>,
  { id, expand }: { id: string; expand: readonly Expansion[] },
): Promise<Pick<Body, Expansion>> {
  const reader = { readsFindings: call.may('finding.read') };
  const body: Pick<Body, Expansion> = {};
  if (expand.includes('documents')) {
    const documents = await listDocuments(database, call.scope, id);
    const ids = documents.map((one) => one.id);
    const advice = await adviceNow(call, database, { customer: id, documents: ids });
    body.documents = documents.map((document) =>
      documentBody(document, { reader, advice: advice[document.id] ?? [] }),
    );
  }
  if (expand.includes('checks')) {
    const checks = await listChecks(database, call.scope, id);
    body.checks = checks.map((check) => checkBody(check, reader));
  }
  return body;
}
