import type { Transaction } from 'kysely';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { type HeldLink, linkActor, lockLink } from './held-link.ts';
import { removePages } from './remove-pages.ts';
import { stageDraft } from './stage-draft.ts';

/**
 * Begins the selfie anew, as the answer to this challenge, because frames of an earlier challenge show other
 * turns. Returns the blobs that nothing refers to any more. Refuses like `lockLink`.
 */
export async function stageChallenge(
  trx: Transaction<Database>,
  held: HeldLink,
  input: { challenge: string; at: string; request?: string | undefined },
): Promise<string[]> {
  const { challenge, at, request } = input;
  const link = await lockLink(trx, { id: held.id, now: at });
  const type = 'selfie';
  const gone = await removePages(trx, link, { type, place: null, at, request });
  const document = await stageDraft(trx, link, { type, at, request });
  await trx
    .updateTable('link_draft')
    .set({ challenge_id: challenge })
    .where('document_id', '=', document)
    .execute();
  const data = { link: link.id, challenge };
  const chain = link.customer;
  const entry = { action: 'draft.challenged', object: document, chain, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
  return gone;
}
