import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { seal } from '../sealing/seal.ts';

export interface NewText {
  id: string;
  customer: string;
  kind: 'note' | 'message' | 'reason' | 'review_note';
  /** The review, if the text is a `review_note`. */
  review?: string;
  text: string;
  at: string;
  request?: string | undefined;
}

/**
 * Stores free text, sealed, in a row of its own; commands carry its id. The same id again changes nothing.
 */
export async function stageText(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: NewText,
): Promise<void> {
  const { id, customer, kind, review, at, request } = input;
  const known = await trx
    .selectFrom('customer')
    .select('id')
    .where('id', '=', customer)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!known) throw new Refusal('not_found');
  const row = {
    id,
    customer_id: customer,
    kind,
    review_id: review ?? null,
    body: seal(await keys.open(customer), AADS.text(id), input.text),
    created_at: at,
    created_by: JSON.stringify(actor),
  };
  const entry = {
    action: 'text.staged',
    object: id,
    chain: customer,
    at,
    request,
    data: { kind, review: review ?? null },
  };
  await trx
    .with('staged', (db) =>
      db
        .insertInto('text')
        .values(row)
        .onConflict((held) => held.doNothing())
        .returning('id'),
    )
    .selectFrom('staged')
    .select(auditCall(customer, [{ actor, entry }]).as('n'))
    .execute();
}
