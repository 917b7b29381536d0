import { newId } from '../../platform/new-id.ts';
import { stageText } from '../../store/texts/stage-text.ts';
import type { AnyCall, Run } from '../http/call.ts';

const KINDS = ['note', 'message', 'reason'] as const;
type Kind = (typeof KINDS)[number];
/** The ids of the texts that were given. */
export type TextIds = Partial<Record<Kind, string>>;
type Texts = Partial<Record<Kind, string | null | undefined>>;

/** Ids for the texts that were given. They are reserved, so that a repetition stores the same rows. */
export function textIds(texts: Texts): TextIds {
  const ids: TextIds = {};
  for (const kind of KINDS) if (texts[kind]) ids[kind] = newId('text');
  return ids;
}

/** Seals each text in a row of its own. Commands carry the ids of these rows, never the texts. */
export async function stageTexts(
  call: AnyCall,
  run: Run<TextIds>,
  from: { customer: string; texts: Texts },
): Promise<Record<Kind, string | null>> {
  const staged = { note: null, message: null, reason: null } as Record<Kind, string | null>;
  const { database, keys } = call.deps.store;
  if (!KINDS.some((kind) => from.texts[kind])) return staged;
  await database.transaction().execute(async (trx) => {
    for (const kind of KINDS) {
      const [id, text] = [run.ids[kind], from.texts[kind]];
      if (!text) continue;
      if (id === undefined) throw new Error('a text has no id');
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
