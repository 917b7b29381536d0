import type { LetterLanguages } from '../../../domain/address/languages.ts';
import type { LetterReading } from '../engines.ts';
import { readLetters } from '../letters/read-letters.ts';
import { openTesseract, type Tesseract } from '../letters/tesseract.ts';
import { serve } from './serve.ts';

/** What the parent asks of this process: a clean page, never an upload. */
export interface LettersJob {
  page: Uint8Array;
  languages: LetterLanguages;
}

let open: Tesseract | undefined;

await serve<LettersJob, LetterReading, void>(
  async () => await Promise.resolve(),
  async (_, { page, languages }) => {
    const before = process.cpuUsage();
    const tesseract = await inLanguages(languages);
    const reading = await readLetters(tesseract, page);
    const { user, system } = process.cpuUsage(before);
    const cpuMs = Math.round((user + system) / 1000);
    return { ...reading, measures: { ...reading.measures, cpu_ms: cpuMs } };
  },
);

/** One pair of languages at a time: another takes its place. */
async function inLanguages(languages: LetterLanguages): Promise<Tesseract> {
  if (open?.languages === languages.join('+')) return open;
  await open?.close();
  open = undefined;
  open = await openTesseract(languages);
  return open;
}
