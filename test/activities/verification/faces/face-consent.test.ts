import { expect, test } from 'vitest';
import type { FaceReader } from '../../../../activities/verification/engines/engines.ts';
import {
  judgeRound,
  type RoundEngines,
} from '../../../../activities/verification/round/judge-round.ts';
import { BIOMETRIC } from '../../../../domain/case/rounds.ts';
import type { RunChecks } from '../../../../domain/case/round.ts';
import { DETAILS } from '../../../store/kit/make.ts';

const DOCUMENT: RunChecks['documents'][number] = {
  id: 'doc_1',
  requirement: 'selfie',
  type: 'selfie',
  country: null,
  receivedAt: '2027-01-10T09:00:00.000Z',
  pages: [],
};
const ROUND: RunChecks = {
  customer: 'cus_1',
  mode: 'live',
  document: DOCUMENT.id,
  documents: [DOCUMENT],
  checks: BIOMETRIC.map((kind) => ({ id: `chk_${kind}`, kind })),
  detailsVersion: 1,
  policy: {
    name: 'standard',
    version: 2,
    thresholds: {
      minimumAge: 18,
      issuingCountries: null,
      accepts: ['selfie'],
      addressAge: {},
      namePass: 0.9,
      nameFail: 0.6,
      facePass: 0.72,
      faceFail: 0.55,
    },
  },
};

/** A round whose engine of faces notes that it was asked. */
function asked(consents: () => Promise<boolean>) {
  let looks = 0;
  const faces: FaceReader = {
    version: 'faces@1',
    read: async () => {
      looks += 1;
      return { turn: 0, faces: [], measures: {} };
    },
    probe: async () => true,
    close: async () => undefined,
  };
  const page = { index: 0, side: 'front', width: 9, height: 9, text: null, measures: {} } as const;
  const pages = [{ ...page, png: Buffer.from('p') }];
  const judge = judgeRound({ faces, letters: { version: 'none' } } as RoundEngines, {
    round: ROUND,
    files: [],
    answers: [],
    pages,
    others: pages,
    response: null,
    details: DETAILS,
    othersWith: async () => ({ others: 0, alike: 0 }),
    othersWithDigests: async () => 0,
    hasFaceConsent: consents,
    signal: AbortSignal.timeout(1000),
  });
  return { judge, looks: () => looks };
}

test('a face is measured with the consent that stands at that moment, and not without', async () => {
  const refused = asked(async () => false);
  for (const kind of BIOMETRIC) {
    const found = await refused.judge(kind);
    expect(found).toMatchObject({ outcome: 'inconclusive', measures: { detail: 'no_consent' } });
  }
  expect(refused.looks()).toBe(0);
  const given = asked(async () => true);
  expect((await given.judge('face_match')).reasons).toEqual(['face_not_found']);
  expect(given.looks()).toBeGreaterThan(0);
});

test('a consent withdrawn within a round stops what is left of it', async () => {
  const answers = [true, false];
  const { judge, looks } = asked(async () => answers.shift() ?? false);
  await judge('face_match');
  const before = looks();
  expect((await judge('liveness')).measures).toEqual({ detail: 'no_consent' });
  expect(looks()).toBe(before);
});
