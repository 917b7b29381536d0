import { Refusal } from '../../domain/refusal.ts';
import { country } from '../schemas/text.ts';
import { parse, pointerOf } from '../validation.ts';
import { DOCUMENTS_MAX, type RawPage, refuse, type Submission, typeOf } from './submission.ts';

type Value = File | string;
interface Draft {
  fields: Map<string, string>;
  pages: { page: RawPage; place: number }[];
}

/**
 * Submissions of a multipart body: `type country front back frames[]` for one document, or
 * `documents[0][type]` … for several. Unknown and repeated fields are refused by name.
 */
export async function submissionsFromForm(
  bytes: Buffer,
  contentType: string,
): Promise<Submission<RawPage>[]> {
  const drafts = new Map<number, Draft>();
  for (const [name, value] of await formOf(bytes, contentType)) {
    const { index, field, frame } = placeOf(name);
    const draft = drafts.get(index) ?? { fields: new Map(), pages: [] };
    drafts.set(index, draft);
    await put(draft, { name, field, frame, value });
  }
  if (drafts.size === 0) throw new Refusal('malformed_request', 'The form is empty.');
  const ordered = [...drafts].toSorted(([a], [b]) => a - b);
  return ordered.map(([index, draft]) => submissionOf(draft, index));
}

async function formOf(bytes: Uint8Array, contentType: string): Promise<[string, Value][]> {
  try {
    const headers = { 'content-type': contentType };
    const form = await new Response(new Uint8Array(bytes), { headers }).formData();
    return [...form.entries()] as [string, Value][];
  } catch {
    throw new Refusal(
      'malformed_request',
      'The body is no multipart form, or its boundary is wrong.',
    );
  }
}

const SINGLE = /^(type|country|front|back|frames)(?:\[(\d{0,2})\])?$/;
const SEVERAL = /^documents\[(\d)\]\[(type|country|front|back|frames)\](?:\[(\d{0,2})\])?$/;

function placeOf(name: string): { index: number; field: string; frame: number | null } {
  const several = SEVERAL.exec(name);
  const single = SINGLE.exec(name);
  const [index, field, frame] = several
    ? [Number(several[1]), several[2], several[3]]
    : [-1, single?.[1], single?.[2]];
  const isKnown = field !== undefined && (frame === undefined || field === 'frames');
  if (!isKnown || index >= DOCUMENTS_MAX) {
    refuse('validation_failed', pointerOf([name]), 'unknown_field', 'This is not known here.');
  }
  return { index, field: field ?? '', frame: frame ? Number(frame) : null };
}

async function put(
  draft: Draft,
  part: { name: string; field: string; frame: number | null; value: Value },
): Promise<void> {
  const pointer = pointerOf([part.name]);
  if (part.field === 'type' || part.field === 'country') {
    if (typeof part.value !== 'string') {
      return refuse('validation_failed', pointer, 'wrong_type', 'A text, not a file.');
    }
    if (draft.fields.has(part.field)) repeated(pointer);
    draft.fields.set(part.field, part.value);
    return;
  }
  if (typeof part.value === 'string') {
    return refuse('validation_failed', pointer, 'wrong_type', 'A file, not a text.');
  }
  const side = part.field === 'frames' ? 'frame' : part.field === 'back' ? 'back' : 'front';
  if (side !== 'frame' && draft.pages.some(({ page }) => page.side === side)) repeated(pointer);
  const page = {
    side,
    bytes: Buffer.from(await part.value.arrayBuffer()),
    declared: part.value.type === '' ? null : part.value.type,
    fileName: part.value.name === '' ? null : part.value.name,
    pointer,
  } as const;
  draft.pages.push({ page, place: PLACE[side] + (part.frame ?? draft.pages.length) });
}

function repeated(pointer: string): never {
  return refuse('validation_failed', pointer, 'repeated_field', 'This may stand here once.');
}

/** Front, back, then the frames by their number or, without one, as they came. */
const PLACE = { front: 0, back: 1000, frame: 2000 } as const;

function submissionOf(draft: Draft, index: number): Submission<RawPage> {
  const at = index < 0 ? '' : `/documents/${index}`;
  const given = draft.fields.get('country');
  return {
    type: typeOf(draft.fields.get('type'), `${at}/type`),
    country: given === undefined || given === '' ? null : parse(country, given, `${at}/country`),
    pages: draft.pages.toSorted((a, b) => a.place - b.place).map(({ page }) => page),
    pointer: at,
  };
}
