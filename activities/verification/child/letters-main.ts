import type { TextLanguages } from '../../../domain/address/words/languages.ts';
import type { Box, PageText } from '../engines/engines.ts';
import { readLines } from '../engines/text/read-lines.ts';
import { readText } from '../engines/text/read-text.ts';
import { openTesseract, type Tesseract } from '../engines/text/tesseract.ts';
import { serve } from './serve.ts';

/** A job of this process: a clean page, never an upload. */
export interface TextJob {
  page: Uint8Array;
  languages: TextLanguages;
  /** Where to look; the whole page where it is not said. */
  boxes?: readonly Box[];
}

export type TextAnswer = { reading: PageText } | { texts: string[] };

let open: Tesseract | undefined;

await serve<TextJob, TextAnswer, void>(
  async () => await Promise.resolve(),
  async (_, { page, languages, boxes }) => {
    const before = process.cpuUsage();
    const tesseract = await inLanguages(languages);
    if (boxes) return { texts: await readLines(tesseract, page, boxes) };
    const reading = await readText(tesseract, page);
    const { user, system } = process.cpuUsage(before);
    const cpuMs = Math.round((user + system) / 1000);
    return { reading: { ...reading, measures: { ...reading.measures, cpu_ms: cpuMs } } };
  },
);

/** One pair of languages at a time: another takes its place. */
async function inLanguages(languages: TextLanguages): Promise<Tesseract> {
  if (open?.languages === languages.join('+')) return open;
  await open?.close();
  open = undefined;
  open = await openTesseract(languages);
  return open;
}
