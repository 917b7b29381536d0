import { CHALLENGE } from '../../domain/faces/liveness.ts';
import { Refusal } from '../../domain/refusal.ts';
import { country } from '../schemas/text.ts';
import { parse, pointerOf } from '../http/body/validation.ts';
import { type Part, partsOf } from './multipart.ts';
import {
  type AnsweredChallenge,
  challengeId,
  DOCUMENTS_MAX,
  type RawPage,
  refuse,
  type Submission,
  typeOf,
} from './submission.ts';

interface Draft {
  fields: Map<string, string>;
  pages: { page: RawPage; place: number; frame: number | null }[];
  /** By the number of a frame: which step of the challenge it shows. */
  steps: Map<number, number>;
}

/**
 * The submissions in a multipart body: `type country front back frames[]` for one document, or
 * `documents[0][type]` … for several. Unknown and repeated fields are refused by name.
 */
export function submissionsFromForm(bytes: Buffer, contentType: string): Submission<RawPage>[] {
  const drafts = new Map<number, Draft>();
  for (const part of partsOf(bytes, contentType)) {
    const { index, field, frame } = placeOf(part.name);
    const draft = drafts.get(index) ?? { fields: new Map(), pages: [], steps: new Map() };
    drafts.set(index, draft);
    put(draft, { part, field, frame });
  }
  if (drafts.size === 0) throw new Refusal('malformed_request', 'The form is empty.');
  if (drafts.has(ONE) && drafts.size > 1) {
    const message = 'Either the fields of one document or those of documents[n].';
    refuse('validation_failed', '', 'mixed_fields', message);
  }
  const ordered = [...drafts].toSorted(([a], [b]) => a - b);
  return ordered.map(([index, draft]) => submissionOf(draft, index));
}

/** The index of a document whose fields carry no index. */
const ONE = -1;
const SINGLE = /^(type|country|challenge|front|back|frames|step)(?:\[(\d{0,2})\])?$/;
const SEVERAL =
  /^documents\[(\d)\]\[(type|country|challenge|front|back|frames|step)\](?:\[(\d{0,2})\])?$/;

function placeOf(name: string): { index: number; field: string; frame: number | null } {
  const several = SEVERAL.exec(name);
  const single = SINGLE.exec(name);
  const [index, field, frame] = several
    ? [Number(several[1]), several[2], several[3]]
    : [ONE, single?.[1], single?.[2]];
  const isKnown =
    field !== undefined && (frame === undefined || field === 'frames' || field === 'step');
  if (!isKnown || index >= DOCUMENTS_MAX) {
    refuse('validation_failed', pointerOf([name]), 'unknown_field', 'This is not known here.');
  }
  return { index, field: field ?? '', frame: frame ? Number(frame) : null };
}

function put(
  draft: Draft,
  { part, field, frame }: { part: Part; field: string; frame: number | null },
): void {
  const pointer = pointerOf([part.name]);
  if (field === 'step') return putStep(draft, { part, frame, pointer });
  if (field === 'type' || field === 'country' || field === 'challenge') {
    if (part.fileName !== null) {
      return refuse('validation_failed', pointer, 'wrong_type', 'A text, not a file.');
    }
    if (draft.fields.has(field)) repeated(pointer);
    draft.fields.set(field, textOf(part));
    return;
  }
  if (part.fileName === null) {
    return refuse('validation_failed', pointer, 'wrong_type', 'A file, not a text.');
  }
  const side = field === 'frames' ? 'frame' : field === 'back' ? 'back' : 'front';
  if (side !== 'frame' && draft.pages.some(({ page }) => page.side === side)) repeated(pointer);
  const page = {
    side,
    bytes: part.bytes,
    declared: part.mediaType === '' ? null : part.mediaType,
    fileName: part.fileName === '' ? null : part.fileName,
    pointer,
  } as const;
  draft.pages.push({ page, place: PLACE[side] + (frame ?? draft.pages.length), frame });
}

function putStep(
  draft: Draft,
  { part, frame, pointer }: { part: Part; frame: number | null; pointer: string },
): void {
  const step = part.fileName === null ? textOf(part) : '';
  if (frame === null || !/^\d$/.test(step) || Number(step) >= CHALLENGE.turns * 2) {
    const message = 'The number of a step, from 0, for the frame of this number.';
    return refuse('validation_failed', pointer, 'wrong_type', message);
  }
  if (draft.steps.has(frame)) repeated(pointer);
  draft.steps.set(frame, Number(step));
}

/**
 * With a challenge, each frame must carry a number, and the step it shows must be given under the same
 * number.
 */
function challengeOf(
  { fields, steps }: Draft,
  pages: Draft['pages'],
  at: string,
): AnsweredChallenge | null {
  const id = fields.get('challenge');
  if (id === undefined || id === '') {
    if (steps.size === 0) return null;
    return refuse('validation_failed', `${at}/challenge`, 'required', 'This is required.');
  }
  const shown = pages.map(({ frame }) => (frame === null ? undefined : steps.get(frame)));
  if (shown.includes(undefined) || steps.size !== pages.length) {
    const message = 'Each frame has a number, and there is a step for each.';
    return refuse('validation_failed', `${at}/step`, 'wrong_length', message);
  }
  return { id: parse(challengeId, id, `${at}/challenge`), shown: shown.map(Number) };
}

/**
 * The text of a field that is not a file. Its length is bounded, because a text is a copy of its bytes, and
 * all of these fields are short.
 */
export function textOf({ bytes, name }: Part): string {
  if (bytes.length <= TEXT_BYTES_MAX) return bytes.toString();
  return refuse('validation_failed', pointerOf([name]), 'too_long', `At most ${TEXT_BYTES_MAX}.`);
}

const TEXT_BYTES_MAX = 255;

function repeated(pointer: string): never {
  return refuse('validation_failed', pointer, 'repeated_field', 'This may stand here once.');
}

/** The order of the pages: front, back, then the frames by their number or, without numbers, as they came. */
const PLACE = { front: 0, back: 1000, frame: 2000 } as const;

function submissionOf(draft: Draft, index: number): Submission<RawPage> {
  const at = index < 0 ? '' : `/documents/${index}`;
  const given = draft.fields.get('country');
  const pages = draft.pages.toSorted((a, b) => a.place - b.place);
  return {
    type: typeOf(draft.fields.get('type'), `${at}/type`),
    country: given === undefined || given === '' ? null : parse(country, given, `${at}/country`),
    challenge: challengeOf(draft, pages, at),
    pages: pages.map(({ page }) => page),
    pointer: at,
  };
}
