import { newId } from '../store/new-id.ts';
import { stageText } from '../store/texts/stage-text.ts';
import type { AnyCall, Run } from './call.ts';

type Kind = 'note' | 'message' | 'reason';
type Texts = Partial<Record<Kind, string | null | undefined>>;

/** Ids for the texts that are there: reserved, so that a repetition stages the same rows. */
export function textIds(texts: Texts): Record<string, string> {
  const given = Object.entries(texts).filter(([, text]) => text);
  return Object.fromEntries(given.map(([kind]) => [kind, newId('text')]));
}

/** Seals each text in a row of its own; commands carry the ids, never the words. */
export async function stageTexts(
  call: AnyCall,
  run: Run,
  from: { customer: string; texts: Texts },
): Promise<Record<Kind, string | null>> {
  const staged = { note: null, message: null, reason: null } as Record<Kind, string | null>;
  const { database, keys } = call.deps.store;
  const given = (Object.keys(staged) as Kind[]).filter((kind) => from.texts[kind]);
  if (given.length === 0) return staged;
  await database.transaction().execute(async (trx) => {
    for (const kind of given) {
      const id = run.ids[kind] ?? '';
      const text = from.texts[kind] ?? '';
      const at = { at: call.now, request: call.requestId };
      await stageText(trx, keys, call.actor, call.scope, {
        id,
        customer: from.customer,
        kind,
        text,
        ...at,
      });
      staged[kind] = id;
    }
  });
  return staged;
}
