import type { TextLanguages } from '../../../domain/address/words/languages.ts';
import { createChild, type Child } from '../child/child-process.ts';
import type { TextAnswer, TextJob } from '../child/letters-main.ts';
import { childOptions, type EngineOptions } from './engine-options.ts';
import type { TextReader } from './engines.ts';
import { SPECIMEN_WORDS, specimenProofOfAddress } from './text-specimen.ts';
import { versionOf } from './package-version.ts';

export interface TextReaderOptions extends Omit<EngineOptions, 'atOnce'> {
  /** Children at most; each holds one or two languages. */
  childrenMax?: number;
}

interface Slot {
  child: Child<TextJob, TextAnswer>;
  languages: string;
  waiting: number;
  usedAt: number;
}

/**
 * Print by Tesseract, in long-lived children that see only clean pages. A child keeps the languages of
 * its last page: another pair costs it some 0.4 s, so a page goes where its own are loaded.
 */
export function createTextReader(options: TextReaderOptions = {}): TextReader {
  const limits = { timeoutMs: 45_000, rssLimitMb: 900, recycleAfter: 50, heapLimitMb: 256 };
  const { childrenMax = 2, ...set } = options;
  const ofChild = childOptions(set, { ...limits, name: 'letters', threads: true });
  const slots = Array.from({ length: childrenMax }, (): Slot => {
    const child = createChild<TextJob, TextAnswer>(ofChild);
    return { child, languages: '', waiting: 0, usedAt: 0 };
  });
  let turn = 0;

  async function asked(job: TextJob, signal: AbortSignal): Promise<TextAnswer> {
    const { languages } = job;
    const slot = best(slots, languages.join('+'));
    slot.languages = languages.join('+');
    slot.usedAt = turn += 1;
    slot.waiting += 1;
    try {
      return await slot.child.run(job, { signal });
    } finally {
      slot.waiting -= 1;
    }
  }

  async function read(page: Uint8Array, languages: TextLanguages, signal: AbortSignal) {
    const answer = await asked({ page, languages }, signal);
    if ('texts' in answer) throw new Error('a page was asked for');
    return answer.reading;
  }

  return {
    version: VERSION,
    read: async ({ png }, { languages, signal }) => await read(png, languages, signal),
    readAt: async ({ png }, { boxes, languages, signal }) => {
      const answer = await asked({ page: png, languages, boxes }, signal);
      if ('reading' in answer) throw new Error('lines were asked for');
      return answer.texts;
    },
    probe: async (signal) => {
      const { lines } = await read(specimenProofOfAddress(), ['eng'], signal);
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
  'letters@3',
  `tesseract.js@${versionOf('tesseract.js')}`,
  `${DATA}@${versionOf(DATA, `${DATA}/package.json`)}`,
  `sharp@${versionOf('sharp')}`,
].join(' ');
