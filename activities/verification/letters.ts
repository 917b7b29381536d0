import { extname } from 'node:path';
import type { LetterLanguages } from '../../domain/address/languages.ts';
import type { ChildFault } from './child-error.ts';
import { createChild, type Child } from './child-process.ts';
import type { LettersJob } from './child/letters-main.ts';
import type { LetterReader, LetterReading } from './engines.ts';
import { SPECIMEN_WORDS, specimenLetter } from './letters-specimen.ts';
import { versionOf } from './package-version.ts';

export interface LettersOptions {
  /** Wall time of one page, at any of its turns. */
  timeoutMs?: number;
  rssLimitMb?: number;
  recycleAfter?: number;
  /** Children at most; each holds one or two languages. */
  childrenMax?: number;
  onFault?: (fault: ChildFault) => void;
  /** Another main than the product's: for tests of what a broken engine does. */
  main?: URL;
}

interface Slot {
  child: Child<LettersJob, LetterReading>;
  languages: string;
  waiting: number;
  usedAt: number;
}

/**
 * Print by Tesseract, in long-lived children that see only clean pages. A child keeps the languages of
 * its last page: another pair costs it some 0.4 s, so a page goes where its own are loaded.
 */
export function createLetterReader(options: LettersOptions = {}): LetterReader {
  const { timeoutMs = 45_000, childrenMax = 2 } = options;
  const main = new URL(`./child/letters-main${extname(import.meta.url)}`, import.meta.url);
  const slots = Array.from({ length: childrenMax }, (): Slot => {
    const child = createChild<LettersJob, LetterReading>({
      main: options.main ?? main,
      name: 'letters',
      timeoutMs,
      rssLimitMb: options.rssLimitMb ?? 900,
      recycleAfter: options.recycleAfter ?? 50,
      env: {},
      heapLimitMb: 256,
      ...(options.onFault ? { onFault: options.onFault } : {}),
    });
    return { child, languages: '', waiting: 0, usedAt: 0 };
  });
  let turn = 0;

  async function read(page: Uint8Array, languages: LetterLanguages, signal: AbortSignal) {
    const slot = best(slots, languages.join('+'));
    slot.languages = languages.join('+');
    slot.usedAt = turn += 1;
    slot.waiting += 1;
    try {
      return await slot.child.run({ page, languages }, { signal });
    } finally {
      slot.waiting -= 1;
    }
  }

  return {
    version: VERSION,
    read: async ({ png }, { languages, signal }) => await read(png, languages, signal),
    probe: async (signal) => {
      const { lines } = await read(specimenLetter(), ['eng'], signal);
      return SPECIMEN_WORDS.every((words) => lines.some(({ text }) => text === words));
    },
    close: async () => {
      await Promise.all(slots.map(({ child }) => child.close()));
    },
  };
}

/** The shortest queue; of equal ones that with these languages, then the one that rested longest. */
function best(slots: readonly Slot[], languages: string): Slot {
  const [first] = slots.toSorted(
    (a, b) =>
      a.waiting - b.waiting ||
      Number(b.languages === languages) - Number(a.languages === languages) ||
      a.usedAt - b.usedAt,
  );
  if (!first) throw new Error('no children');
  return first;
}

const DATA = '@tesseract.js-data/eng';
const VERSION = [
  'letters@2',
  `tesseract.js@${versionOf('tesseract.js')}`,
  `${DATA}@${versionOf(DATA, `${DATA}/package.json`)}`,
  `sharp@${versionOf('sharp')}`,
].join(' ');
