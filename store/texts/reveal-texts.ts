import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { openSealed } from '../sealing/sealed-json.ts';

/** One opened text. */
export interface OpenText {
  id: string;
  kind: string;
  review: string | null;
  text: string;
  at: string;
  by: Actor;
}

/** Opens a customer's texts: the named ones, or all notes of a review. Audited; unknown ids are left out. */
export async function revealTexts(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: {
    customer: string;
    which: { ids: readonly string[] } | { review: string };
    at: string;
    request?: string | undefined;
  },
): Promise<OpenText[]> {
  const { customer, which, at, request } = input;
  const rows = await trx
    .selectFrom('text as t')
    .innerJoin('case as c', 'c.customer_id', 't.customer_id')
    .where('t.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .$if('ids' in which, (q) => q.where('t.id', 'in', 'ids' in which ? ['', ...which.ids] : ['']))
    .$if('review' in which, (q) =>
      q.where('t.review_id', '=', 'review' in which ? which.review : ''),
    )
    .select(['t.id', 't.kind', 't.review_id', 't.body', 't.created_at', 't.created_by'])
    .orderBy('t.created_at')
    .orderBy('t.id')
    .execute();
  if (rows.length === 0) return [];
  const texts = rows.map(async (row) => ({
    id: row.id,
    kind: row.kind,
    review: row.review_id,
    text: (await openSealed(keys, customer, AADS.text(row.id), row.body)).toString(),
    at: row.created_at,
    by: row.created_by,
  }));
  const data = { texts: rows.map((row) => row.id) };
  await appendAudit(trx, actor, {
    action: 'text.revealed',
    object: customer,
    chain: customer,
    at,
    request,
    data,
  });
  return Promise.all(texts);
}
