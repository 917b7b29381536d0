import type { Box } from '../engines.ts';
import { sharp } from '../narrow-sharp.ts';
import { piecesOf, rowsOf, type Piece } from './lines.ts';
import type { Tesseract } from './tesseract.ts';

/** Words below this certainty are doubtful; nine in ten words of a photo are above it. */
const DOUBTFUL = 0.88;
/** Each costs some 30 to 100 ms; on a page that is poor all over they mend little. */
const LOOKS_MAX = 10;
/** Of the height of a line: what is read beside it, and by how much it is enlarged. */
const MARGIN = 0.25;
const LARGER = 2;
/** Of the letters of the first reading: less or more is another line's, or half of this one. */
const LENGTHS = { least: 0.7, most: 1.3 } as const;

/**
 * The pieces of a page, those with a doubtful word read once more, each by itself and larger: beside
 * another column, or on a page in perspective, the engine cuts lines badly. The surer reading counts,
 * whatever anybody claims.
 */
export async function rereadDoubtful(
  tesseract: Tesseract,
  picture: Buffer,
  pieces: readonly Piece[],
): Promise<{ pieces: Piece[]; looks: number }> {
  const doubtful = pieces.filter(({ least }) => least < DOUBTFUL);
  if (doubtful.length === 0 || doubtful.length > LOOKS_MAX)
    return { pieces: [...pieces], looks: 0 };
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const cut = async (box: Box) => await enlarged(data, info, box);
  const again: Piece[] = [];
  for (const piece of pieces) {
    const second = doubtful.includes(piece)
      ? rowsOf(piecesOf(await tesseract.readLine(await cut(piece.box))))
      : [];
    again.push(surer(piece, second));
  }
  return { pieces: again, looks: doubtful.length };
}

/** A single line of about as many letters, and surer of them. */
function surer(first: Piece, [second, ...more]: readonly Omit<Piece, 'least'>[]): Piece {
  if (!second || more.length > 0 || second.certainty <= first.certainty) return first;
  const share = second.text.length / first.text.length;
  if (share < LENGTHS.least || share > LENGTHS.most) return first;
  return { ...first, text: second.text, words: second.words, certainty: second.certainty };
}

async function enlarged(
  data: Buffer,
  { width, height, channels }: { width: number; height: number; channels: 1 | 2 | 3 | 4 },
  [x, y, wide, high]: Box,
): Promise<Buffer> {
  const margin = Math.max(4, Math.round(high * MARGIN));
  const [left, top] = [Math.max(0, x - margin), Math.max(0, y - margin)];
  const [right, bottom] = [Math.min(width, x + wide + margin), Math.min(height, y + high + margin)];
  return await sharp(data, { raw: { width, height, channels } })
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize({ width: (right - left) * LARGER })
    .toColourspace('b-w')
    .png({ compressionLevel: 1 })
    .toBuffer();
}
