import type { Customer } from '../../../store/customers/customer.ts';
import type { StoredDecision } from '../../../store/decisions/decisions.ts';
import { revealTexts } from '../../../store/texts/reveal-texts.ts';
import type { AnyCall } from '../../http/call.ts';
import { isHeld } from '../../http/objects.ts';

/** The texts of a decision, if its reader may see them. */
interface Words {
  note: string | null;
  message: string | null;
}

/**
 * Opens the texts of decisions, audited, for people who may open a case's pages; a reviewer only for a case
 * that she holds. Everybody else gets none.
 */
export async function wordsOf(
  call: AnyCall,
  customer: Pick<Customer, 'id' | 'review'>,
  decisions: readonly StoredDecision[],
): Promise<(decision: StoredDecision) => Partial<Words>> {
  if (!(await mayReadTexts(call, customer.review))) return () => ({});
  const ids = decisions.flatMap(({ note, message }) => [note, message]);
  const { database, keys } = call.deps.store;
  const opened = await database.transaction().execute((trx) =>
    revealTexts(trx, keys, call.actor, call.scope, {
      customer: customer.id,
      which: { ids: ids.filter((id) => id !== null) },
      at: call.now,
      request: call.requestId,
    }),
  );
  const texts = new Map(opened.map(({ id, text }) => [id, text]));
  const textOf = (id: string | null) => (id === null ? null : (texts.get(id) ?? null));
  return ({ note, message }) => ({ note: textOf(note), message: textOf(message) });
}

/** True if the caller may open the sealed texts of this review's case (docs/protection.md#access). */
export async function mayReadTexts(call: AnyCall, review: string | null): Promise<boolean> {
  return call.may('document.read_pages') && (await isHeld(call, { review }));
}
