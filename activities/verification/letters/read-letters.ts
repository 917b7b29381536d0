import type { LetterReading, Turn } from '../engines.ts';
import { evenLight, loadGrey } from './grey.ts';
import { piecesOf, rowsOf, type Piece } from './lines.ts';
import { lookAgain } from './look-again.ts';
import { slantOf } from './slant.ts';
import type { Tesseract } from './tesseract.ts';
import { turned, type Turned } from './turned.ts';

/** At which A4 has some 200 dots an inch: more costs time, less costs letters. */
const LONGEST = 2300;
/** A page that reads worse than this may stand on its head. */
const CERTAIN_MIN = 0.7;
const LETTERS_MIN = 40;

/** CPU after which no further turn is tried: all four of a letter take less. */
const WORK_MS = 15_000;
/** The likely turns before the others. */
const TURNS = { level: [0, 180, 90, 270], sideways: [90, 270, 0, 180] } as const;

/**
 * All lines of a clean page, its light evened and its print laid level, with boxes on the page. Other
 * turns are tried until the print is legible or enough work was done: not time, which a busy machine spends.
 */
export async function readLetters(tesseract: Tesseract, page: Uint8Array): Promise<LetterReading> {
  const before = cpuMs();
  const { grey, scale } = await loadGrey(page, LONGEST);
  const even = await evenLight(grey);
  const { isSideways, level, upright } = await slantOf(even);
  let best:
    | { turn: Turn; pieces: Piece[]; sure: number; angle: number; picture: Turned }
    | undefined;
  let tried = 0;
  for (const turn of isSideways ? TURNS.sideways : TURNS.level) {
    if (tried > 0 && cpuMs() - before > WORK_MS) break;
    const angle = turn % 180 === 0 ? level : upright;
    const picture = await turned(even, { turn, angle, scale });
    const pieces = piecesOf(await tesseract.read(picture.encoded));
    const sure = sureLetters(pieces);
    if (best === undefined || sure > best.sure) best = { turn, pieces, sure, angle, picture };
    tried += 1;
    if (isLegible(pieces)) break;
  }
  if (!best) throw new Error('a page in no turn');
  const { turn, angle, picture } = best;
  const { pieces, looks } = await lookAgain(tesseract, picture.encoded, best.pieces);
  const rows = rowsOf(pieces);
  const lines = rows.map(({ box, ...line }) => ({ ...line, box: picture.boxOnPage(box) }));
  const measures = { turns_tried: tried, slant: Math.round(angle), lines: lines.length, looks };
  return { turn, lines, measures };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function sureLetters(lines: readonly Piece[]): number {
  return lines.reduce((sum, { text, certainty }) => sum + text.length * certainty ** 2, 0);
}

function isLegible(lines: readonly Piece[]): boolean {
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  const sure = lines.reduce((sum, { text, certainty }) => sum + text.length * certainty, 0);
  return letters >= LETTERS_MIN && sure / letters >= CERTAIN_MIN;
}
