import { afterAll, expect, it } from 'vitest';
import { addressMatch } from '../../../../activities/verification/checks/address-match.ts';
import { addressRecency } from '../../../../activities/verification/checks/address-recency.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { openProofOfAddress } from '../../../../activities/verification/address/proof-of-address.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import { letterLanguages } from '../../../../domain/address/words/languages.ts';
import { STANDARD_3 } from '../../../../domain/policy/built-in-policies.ts';
import { makeLetter } from '../../../specimens/letter.ts';
import { letterPdf } from '../../../specimens/letter-forms.ts';
import { type Unseen, unseenOf } from '../../../specimens/unseen.ts';

const gate = createSanitiser({ timeoutMs: 20_000 });
const reader = createTextReader({ timeoutMs: 120_000 });
const signal = new AbortController().signal;
afterAll(async () => {
  await Promise.all([gate.close(), reader.close()]);
});

/** `UNSEEN=300` tries so many; some of each family are tried always. */
const { UNSEEN } = process.env; // oxlint-disable-line node/no-process-env -- how many, by hand
const SEEDS = UNSEEN
  ? Array.from({ length: Number(UNSEEN) }, (_, seed) => seed)
  : [0, 9, 21, 70, 72, 80];

async function judge({ bytes, mediaType, claim }: Pick<Unseen, 'bytes' | 'mediaType' | 'claim'>) {
  const file = { bytes, mediaType, side: 'front' as const, firstPage: 0 };
  const { pages } = await gate.clean(file, { signal });
  const { country, type } = claim;
  const languages = letterLanguages(country, country);
  const letter = openProofOfAddress(reader, { pages, languages, signal });
  const { addressAge, requirements } = STANDARD_3;
  const thresholds = { addressAge, accepts: requirements.address.accepts };
  const receivedAt = '2026-11-23T10:00:00.000Z';
  return {
    match: await addressMatch({ letter, details: claim }),
    recency: await addressRecency({ letter, type, country, receivedAt, thresholds }),
  };
}

it(
  'text that nobody sees lets nobody pass',
  async () => {
    const passed: string[] = [];
    for (const seed of SEEDS) {
      const attack = unseenOf(seed);
      const answers = await judge(attack);
      if (answers[attack.aim].outcome === 'pass') passed.push(`${attack.kind} ${seed}`);
    }
    expect(passed).toEqual([]);
  },
  SEEDS.length * 30_000,
);

it('the text of a plain letter is seen, and passes by itself', async () => {
  const claim = makeLetter({ seed: 9002, issuedOn: '2026-11-03' });
  const bytes = await letterPdf(claim);
  const { match, recency } = await judge({ bytes, mediaType: 'application/pdf', claim });
  expect(match).toMatchObject({ outcome: 'pass', measures: { source: 'pdf_text' } });
  expect(recency).toMatchObject({ outcome: 'pass', measures: { source: 'pdf_text' } });
}, 60_000);
