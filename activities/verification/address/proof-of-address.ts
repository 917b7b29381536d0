import anyAscii from 'any-ascii';
import type { TextLanguages } from '../../../domain/address/words/languages.ts';
import { isOtherText, isSameText } from '../../../domain/address/page/as-read.ts';
import type { Box, CleanPage, TextReader, PageText } from '../engines/engines.ts';
import { withoutOrdinals } from './ordinals.ts';
import { orFileFault } from '../round/file-fault.ts';
import { boundPage, hasLetters, textPages, type Said, type TextPage } from './text-pages.ts';

/** What stands on a proof of address, for all checks of a round: each page is read from pixels once. */
export interface ProofOfAddress {
  /** The text layers of its pages. What decides in them must be drawn: `isDrawn`. */
  text: readonly TextPage[];
  /** Pages without a text layer: photos and scans. */
  scans: () => Promise<Scans>;
  /** The lines of the first page as it is drawn; null where it ends the reader. */
  drawn: () => Promise<PageText['lines'] | null>;
  /**
   * True if a person sees all of this on the drawn pages, where the text layer says that it stands. Ask it
   * of what decides before text lets anybody pass; where it is false, only `asDrawn` is to be believed.
   */
  isDrawn: (said: readonly Said[]) => Promise<boolean>;
  /** The first pages as they are drawn, whatever their text layers say. */
  asDrawn: () => Promise<Scans>;
  /** True if the first page's text layer says other words than are drawn there: garbage, or made up. */
  isGarbage: () => Promise<boolean>;
  /** Of the reader. */
  version: string;
}

export interface Scans {
  /** Those on which letters enough were read. */
  pages: TextPage[];
  /** How many were looked at, and how many of them ended the reader while its specimen passes. */
  looked: number;
  poisoned: number;
  /** Mean certainty of the letters, 0 to 1; 0 where there are none. */
  certainty: number;
}

/** Name, address and date stand at the front: each page costs a second or two. */
const SCANS_MAX = 3;

interface Opened {
  pages: readonly CleanPage[];
  languages: TextLanguages;
  signal: AbortSignal;
}

/** The pages of a proof of address. Its methods throw errors that are the machine's fault. */
export function openProofOfAddress(reader: TextReader, of: Opened): ProofOfAddress {
  const { pages, languages, signal } = of;
  const text = textPages(pages);
  const readings = new Map<CleanPage, Promise<PageText | null>>();
  const read = (page: CleanPage) => {
    const reading =
      readings.get(page) ??
      orFileFault(reader, signal, () => reader.read(page, { languages, signal }));
    readings.set(page, reading);
    return reading;
  };
  const drawn = async () => {
    const [first] = pages;
    if (!first) throw new Error('a document without pages');
    const reading = await read(first);
    return reading && reading.lines;
  };
  const withPixels = pages.filter(({ png }) => png.length > 0);
  let [scans, asDrawn]: (Promise<Scans> | undefined)[] = [];
  return {
    text,
    version: reader.version,
    scans: () => {
      const bare = withPixels.filter((page) => !hasLetters(page.text?.lines ?? []));
      return (scans ??= readScans(bare, read));
    },
    drawn,
    isDrawn: lookingAt(reader, of),
    asDrawn: () => (asDrawn ??= readScans(withPixels, read)),
    isGarbage: async () => {
      const [first] = text;
      if (!first || first.index !== pages[0]?.index) return false;
      return isOtherText(inAscii(first.lines), inAscii((await drawn()) ?? []));
    },
  };
}

/**
 * Reads each place of a drawn page once, however many checks ask for it, and once more a little larger if the
 * text differs.
 */
function lookingAt(
  reader: TextReader,
  { pages, languages, signal }: Opened,
): ProofOfAddress['isDrawn'] {
  const looks = new Map<string, string>();
  const look = async (said: readonly Said[]) => {
    for (const page of pages) {
      const open = said.filter((one) => one.page === page.index && !looks.has(keyOf(one)));
      const boxes = [...new Map(open.map((one) => [keyOf(one), one.box])).values()];
      if (boxes.length === 0 || page.png.length === 0) continue;
      const options = { boxes, languages, signal };
      const texts = await orFileFault(reader, signal, () => reader.readAt(page, options));
      for (const [nth, box] of boxes.entries()) {
        looks.set(keyOf({ page: page.index, box }), texts?.[nth] ?? '');
      }
    }
    return said.map((one) => {
      const { said, seen } = withoutOrdinals(one.text, looks.get(keyOf(one)) ?? '');
      return isSameText(anyAscii(said), anyAscii(seen), one.deciding);
    });
  };
  return async (said) => {
    const first = await look(said);
    const open = said.filter((one, nth) => first[nth] !== true);
    const isFound = open.length < said.length || said.length === 1;
    if (!isFound) return false;
    return (await look(open.map(larger))).every(Boolean);
  };
}

function keyOf({ page, box }: Pick<Said, 'page' | 'box'>): string {
  return `${page} ${box.join(' ')}`;
}

/** Without the room above its letters, so that they are enlarged more. */
function larger(said: Said): Said {
  const [x, y, wide, high] = said.box;
  const box: Box = [x, Math.round(y + high * 0.1), wide, Math.round(high * 0.85)];
  return { ...said, box };
}

function inAscii(lines: readonly { text: string }[]): string[] {
  return lines.map(({ text }) => anyAscii(text));
}

async function readScans(
  pages: readonly CleanPage[],
  read: (page: CleanPage) => Promise<PageText | null>,
): Promise<Scans> {
  const found: Scans = { pages: [], looked: 0, poisoned: 0, certainty: 0 };
  let [letters, sure] = [0, 0];
  for (const page of pages.slice(0, SCANS_MAX)) {
    const reading = await read(page);
    found.looked += 1;
    if (reading === null) found.poisoned += 1;
    for (const { text, certainty } of reading?.lines ?? []) {
      letters += text.length;
      sure += text.length * certainty;
    }
    const { index, height } = page;
    const lines = reading?.lines ?? [];
    if (hasLetters(lines)) found.pages.push(boundPage({ index, height, source: 'ocr', lines }));
  }
  return { ...found, certainty: letters > 0 ? sure / letters : 0 };
}
