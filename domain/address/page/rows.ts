import { atomsOf, wordsIn, type Ascii } from '../atoms.ts';
import type { Block, Piece } from './blocks.ts';
import { labelOf, type Label } from './roles.ts';
import type { PlacedAtom } from '../sequence.ts';
import { plainWordsOf } from '../words/words.ts';

/** A line of a block in atoms, with what it says of the lines below it. */
export interface Row {
  piece: Piece;
  /** Without the words of a label before them. */
  atoms: readonly Omit<PlacedAtom, 'line'>[];
  /** The text behind a label. */
  text: string;
  label: Label | null;
}

/** Words of an engine below it are doubtful: nine in ten words of a photo are above. */
const SURE_FROM = 0.88;

export function rowsOf(block: Block, { ascii, country }: { ascii: Ascii; country: string }): Row[] {
  return block.map((piece) => {
    const label = labelIn(piece.text, ascii);
    const words = piece.words ?? wordsIn(piece.text).map((text) => ({ text, certainty: 1 }));
    const atoms = words.flatMap(({ text, certainty }, word) =>
      wordsIn(text)
        .flatMap((one) => atomsOf(one, { ascii, country, isSure: certainty >= SURE_FROM }))
        .map((atom) => ({ ...atom, word })),
    );
    const skipped = label && label.role !== 'not_here' ? label.words : 0;
    const text = skipped > 0 ? behind(piece.text) : piece.text;
    return { piece, label, text, atoms: skipped > 0 ? withoutLabel(atoms, skipped) : atoms };
  });
}

export function labelIn(text: string, ascii: Ascii): Label | null {
  const plain = ascii(text);
  const colon = plain.indexOf(':');
  const before = colon < 0 ? plain : plain.slice(0, colon);
  const whole = labelOf(plainWordsOf(before), colon >= 0);
  if (whole && (colon >= 0 || whole.words === plainWordsOf(plain).length)) return whole;
  const words = labelOf(plainWordsOf(plain), false);
  return words?.role === 'holder' ? null : words;
}

function behind(text: string): string {
  const colon = text.indexOf(':');
  return colon < 0 ? '' : text.slice(colon + 1).trim();
}

/** Letters of the label run together may be more or fewer atoms: words are counted as they are told apart. */
function withoutLabel(atoms: Row['atoms'], words: number): Row['atoms'] {
  return atoms.slice(Math.min(words, atoms.length));
}
