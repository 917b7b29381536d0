import type { LetterLanguages } from '../../domain/address/languages.ts';
import type { CleanPage, LetterReader, LetterReading } from './engines.ts';
import { spared } from './spared.ts';
import { boundPage, hasLetters, textPages, type TextPage } from './text-pages.ts';

/** What stands on a proof of address, for all checks of a round: each page is read from pixels once. */
export interface Letter {
  /** The text layers of its pages. */
  text: readonly TextPage[];
  /** Pages without a text layer: photos and scans. */
  scans: () => Promise<Scans>;
  /** The lines of the first page as it is drawn; null where it ends the reader. */
  drawn: () => Promise<LetterReading['lines'] | null>;
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

/** The pages of a proof of address. What it answers throws what is the machine's fault. */
export function openLetter(
  reader: LetterReader,
  of: { pages: readonly CleanPage[]; languages: LetterLanguages; signal: AbortSignal },
): Letter {
  const { pages, languages, signal } = of;
  const text = textPages(pages);
  const read = async (page: CleanPage) =>
    await spared(reader, signal, () => reader.read(page, { languages, signal }));
  let [scans, drawn]: [Promise<Scans> | undefined, ReturnType<typeof read> | undefined] = [
    undefined,
    undefined,
  ];
  return {
    text,
    version: reader.version,
    scans: () => (scans ??= readScans(pages, read)),
    drawn: async () => {
      const [first] = pages;
      if (!first) throw new Error('a document without pages');
      const reading = await (drawn ??= read(first));
      return reading && reading.lines;
    },
  };
}

async function readScans(
  pages: readonly CleanPage[],
  read: (page: CleanPage) => Promise<LetterReading | null>,
): Promise<Scans> {
  const bare = pages.filter(({ text, png }) => !hasLetters(text?.lines ?? []) && png.length > 0);
  const found: Scans = { pages: [], looked: 0, poisoned: 0, certainty: 0 };
  let [letters, sure] = [0, 0];
  for (const page of bare.slice(0, SCANS_MAX)) {
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
