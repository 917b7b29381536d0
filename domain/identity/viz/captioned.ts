import { type Captioned, captionOf, type CardField } from './captions.ts';
import { placeOf, type Place, type PrintedPiece } from './rows.ts';

/** A value beside or below its caption; `pieces` are places in the list given. */
export interface CaptionedField {
  text: string;
  pieces: number[];
}

export type CardFields = Partial<Record<CardField, CaptionedField>>;

/** What can stand in a field: the first that can is its value. */
export type Accepts = (field: CardField, text: string) => boolean;

/** The caption at the beginning of a piece of print, and what stands behind it. */
export type CaptionOf = (text: string) => Captioned | null;

/**
 * The captioned fields of a card whose text runs at `angle` degrees clockwise. The value stands behind
 * its caption, below it, or to its right; of a field that is captioned twice the first counts.
 */
export function captionedFields(
  pieces: readonly PrintedPiece[],
  angle: number,
  accepts: Accepts,
  captionIn: CaptionOf = captionOf,
): CardFields {
  const all = pieces
    .map(({ text, box }, at): Piece => {
      return { at, text, place: placeOf(box, angle), caption: captionIn(text) };
    })
    .toSorted((a, b) => a.place.down - b.place.down);
  const fields: CardFields = {};
  for (const piece of all) {
    const { caption } = piece;
    if (caption === null || caption.field === 'other' || fields[caption.field]) continue;
    const value = valueOf(piece, caption, { all, accepts });
    if (value) fields[caption.field] = value;
  }
  return fields;
}

interface Piece {
  at: number;
  text: string;
  place: Place;
  caption: Captioned | null;
}

interface Card {
  all: readonly Piece[];
  accepts: Accepts;
}

function valueOf(
  piece: Piece,
  { field, rest }: NonNullable<Piece['caption']>,
  { all, accepts }: Card,
): CaptionedField | null {
  if (rest !== '') return accepts(field, rest) ? { text: rest, pieces: [piece.at] } : null;
  const values = all.filter(({ caption }) => caption === null);
  const below = nearest(values, (other) => belowBy(piece, other));
  const right = nearest(values, (other) => rightBy(piece, other));
  const found = [below, right].find((other) => other && accepts(field, other.text));
  if (!found) return null;
  const isList = field === 'family' && found === below;
  const more = isList ? continued(found, all, accepts) : null;
  const both = more ? [found, more] : [found];
  return { text: both.map(({ text }) => text).join(' '), pieces: both.map(({ at }) => at) };
}

/** A second line of a family name, close below the first and in letters of its size. */
function continued(first: Piece, all: readonly Piece[], accepts: Accepts): Piece | null {
  const next = nearest(all, (other) => {
    const by = belowBy(first, other);
    const isAlike = Math.abs(other.place.height / first.place.height - 1) < 0.35;
    return by !== null && by < 1.7 && isAlike ? by : null;
  });
  return next && next.caption === null && accepts('family', next.text) ? next : null;
}

function nearest(pieces: readonly Piece[], by: (piece: Piece) => number | null): Piece | undefined {
  return pieces
    .flatMap((piece) => {
      const distance = by(piece);
      return distance === null ? [] : [{ piece, distance }];
    })
    .toSorted((a, b) => a.distance - b.distance)[0]?.piece;
}

/** Heights from a piece down to one that begins where it does, at most three; null elsewhere. */
function belowBy(above: Piece, piece: Piece): number | null {
  const height = Math.max(above.place.height, piece.place.height);
  const by = (piece.place.down - above.place.down) / height;
  const isUnder = Math.abs(piece.place.from - above.place.from) < 2 * height;
  return isUnder && by > 0.4 && by < 3 ? by : null;
}

/**
 * The distance in text heights from the end of a piece to the next one in its row; null beyond twelve, and in
 * another row.
 */
function rightBy(left: Piece, piece: Piece): number | null {
  const height = Math.max(left.place.height, piece.place.height);
  const by = (piece.place.from - left.place.to) / height;
  const isLevel = Math.abs(piece.place.down - left.place.down) < 0.6 * height;
  return isLevel && by > -0.5 && by < 12 ? by : null;
}
