import { serve } from '../../../../activities/verification/child/serve.ts';
import type {
  TextAnswer,
  TextJob,
} from '../../../../activities/verification/child/letters-main.ts';
import {
  SPECIMEN_WORDS,
  specimenProofOfAddress,
} from '../../../../activities/verification/engines/text-specimen.ts';

/** A reader that knows its specimen and dies of anything else. */
await serve<TextJob, TextAnswer, Buffer>(
  async () => await Promise.resolve(specimenProofOfAddress()),
  async (specimen, { page }) => {
    if (!specimen.equals(page)) process.kill(process.pid, 'SIGKILL');
    const lines = SPECIMEN_WORDS.map((text) => {
      return { text, certainty: 1, box: [0, 0, 1, 1] as [number, number, number, number] };
    });
    return await Promise.resolve({ reading: { turn: 0, lines, measures: {} } });
  },
);
