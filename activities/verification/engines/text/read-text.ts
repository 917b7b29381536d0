import type { Block } from 'tesseract.js';
import type { Box, PageText, Turn } from '../engines.ts';
import { evenLight, loadGrey } from './grey.ts';
import { piecesOf, rowsOf, type Piece } from './lines.ts';
import { rereadDoubtful } from './reread.ts';
import { slantOf } from './slant.ts';
import type { Tesseract } from './tesseract.ts';
import { onlySeen } from './visible-text.ts';
import { turned, turnedGrey, type Turned } from './turned.ts';

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
export async function readText(tesseract: Tesseract, page: Uint8Array): Promise<PageText> {
  const before = cpuMs();
  const { grey, scale } = await loadGrey(page, LONGEST);
  const even = await evenLight(grey);
  const { isSideways, level, upright } = await slantOf(even);
  let best:
    | { turn: Turn; blocks: Block[]; sure: number; angle: number; picture: Turned }
    | undefined;
  let tried = 0;
  for (const turn of isSideways ? TURNS.sideways : TURNS.level) {
    if (tried > 0 && cpuMs() - before > WORK_MS) break;
    const angle = turn % 180 === 0 ? level : upright;
    const picture = await turned(even, { turn, angle, scale });
    const blocks = await tesseract.read(picture.encoded);
    const pieces = piecesOf(blocks);
    const sure = certainText(pieces);
    if (best === undefined || sure > best.sure) best = { turn, blocks, sure, angle, picture };
    tried += 1;
    if (isLegible(pieces)) break;
  }
  if (!best) throw new Error('a page in no turn');
  const { turn, angle, picture } = best;
  const seen = onlySeen(best.blocks, await turnedGrey(grey, turn + angle));
  const { pieces, looks } = await rereadDoubtful(tesseract, picture.encoded, piecesOf(seen));
  const rows = rowsOf(pieces);
  const onPage = <T extends { box: Box }>(one: T) => ({ ...one, box: picture.boxOnPage(one.box) });
  const lines = rows.map((row) => ({ ...onPage(row), columns: row.columns.map(onPage) }));
  const measures = { turns_tried: tried, slant: Math.round(angle), lines: lines.length, looks };
  return { turn, lines, measures };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function certainText(lines: readonly Piece[]): number {
  return lines.reduce((sum, { text, certainty }) => sum + text.length * certainty ** 2, 0);
}

function isLegible(lines: readonly Piece[]): boolean {
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  const sure = lines.reduce((sum, { text, certainty }) => sum + text.length * certainty, 0);
  return letters >= LETTERS_MIN && sure / letters >= CERTAIN_MIN;
}
