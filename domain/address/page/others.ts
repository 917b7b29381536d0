import type { PagePieces } from './blocks.ts';
import type { Candidate } from './candidates.ts';
import type { Claim } from '../claim.ts';
import { headOf, type Receiver } from './receivers.ts';
import { plainWordsOf } from '../words/words.ts';

/** Who else a page may be sent to. */
export interface Others {
  persons: readonly Receiver[];
  /** Companies that nothing says to be the sender. */
  firms: readonly Receiver[];
  senders: readonly Receiver[];
}

/** Of a page: receivers stand above; what is higher than the second share is a letterhead. */
const RECEIVER = 0.55;
const HEAD = 0.14;
/** A word of a company's name that tells it from others has so many letters. */
const TELLING = 4;

/** Who else the page may be sent to, by what stands there as a receiver's name and address do. */
export function othersOn(page: PagePieces, receivers: readonly Receiver[], claim: Claim): Others {
  const others = receivers.filter(
    ({ isOwn, isPlain, top }) => !isOwn && isPlain && top < page.height * RECEIVER,
  );
  const firms = others.filter(({ kind }) => kind === 'firm');
  const isSender = (one: Receiver) =>
    one.top < page.height * HEAD || isNamedElsewhere(one, page, claim);
  return {
    persons: others.filter(({ kind }) => kind === 'person'),
    firms: firms.filter((one) => !isSender(one)),
    senders: firms.filter(isSender),
  };
}

/** True if the letter may be addressed to somebody other than the person named there. */
export function maySendElse(
  { piece, isLabelled }: Pick<Candidate, 'piece' | 'isLabelled'>,
  receivers: readonly Receiver[],
  { others, height }: { others: Others; height: number },
): boolean {
  const isElse = (one: Receiver) => !one.pieces.includes(piece);
  if ([...others.persons, ...others.firms].some(isElse)) return true;
  if (isLabelled) return false;
  const own = receivers.find((one) => one.pieces.includes(piece));
  const isHead = own?.isOneLine === true || piece.box[1] < height * HEAD;
  return isHead && others.senders.some((one) => isElse(one) && one.top > piece.box[1]);
}

/** The letterhead, the foot or the text names it too: it is who writes. */
function isNamedElsewhere(one: Receiver, { pieces }: PagePieces, claim: Claim): boolean {
  const words = plainWordsOf(headOf(one, claim)).filter(({ length }) => length >= TELLING);
  const telling = words.toSorted((a, b) => b.length - a.length).slice(0, 2);
  if (telling.length === 0) return false;
  const rest = pieces.filter((piece) => !one.pieces.includes(piece));
  return rest.some(({ text }) => {
    const other = claim.ascii(text).toLowerCase();
    return telling.every((word) => other.includes(word));
  });
}
