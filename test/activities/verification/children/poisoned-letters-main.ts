import { serve } from '../../../../activities/verification/child/serve.ts';
import type { LettersJob } from '../../../../activities/verification/child/letters-main.ts';
import type { LetterReading } from '../../../../activities/verification/engines.ts';
import {
  SPECIMEN_WORDS,
  specimenLetter,
} from '../../../../activities/verification/letters-specimen.ts';

/** A reader that knows its specimen and dies of anything else. */
await serve<LettersJob, LetterReading, Buffer>(
  async () => await Promise.resolve(specimenLetter()),
  async (specimen, { page }) => {
    if (!specimen.equals(page)) process.kill(process.pid, 'SIGKILL');
    const lines = SPECIMEN_WORDS.map((text) => {
      return { text, certainty: 1, box: [0, 0, 1, 1] as [number, number, number, number] };
    });
    return await Promise.resolve({ turn: 0, lines, measures: {} });
  },
);
