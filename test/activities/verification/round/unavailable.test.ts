import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFaceReader } from '../../../../activities/verification/engines/faces.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import type { EngineOptions } from '../../../../activities/verification/engines/engine-options.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import type { CheckKind } from '../../../../domain/checks/checks.ts';
import { freshStore, type TestStore } from '../../../store/kit/make.ts';
import { openEngines } from '../kit/engine-kit.ts';
import { roundOn, runRound, shownOf, specimenFile } from '../kit/round-kit.ts';
import { challengeFiles, RESPONSE, selfieFiles } from '../kit/selfie-kit.ts';

const engines = openEngines();
let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => Promise.all([engines.close(), store.end()]));

const IDENTITY: CheckKind[] = [
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
];

/** Removed, hanging, killed at its work: how an engine may break. */
const BROKEN: [string, EngineOptions][] = [
  ['is not there', { main: new URL('children/missing-main.ts', import.meta.url) }],
  ['hangs', { timeoutMs: 5 }],
  ['is killed at its work', { main: new URL('../children/killed-main.ts', import.meta.url) }],
];

describe('where the reader of letters', () => {
  test.each(BROKEN)(
    '%s: every check of identity is unavailable',
    { timeout: 60_000 },
    async (_, options) => {
      const broken = createTextRecognizer(options);
      const files = [specimenFile('passport.jpg')];
      const round = await roundOn(store, { type: 'passport', files, kinds: IDENTITY });
      const found = await runRound(store, { ...engines, recognizer: broken }, round);
      await broken.close();
      expect(found.map(({ kind }) => kind).sort()).toEqual(IDENTITY.toSorted());
      for (const { outcome, reasons } of found) {
        expect({ outcome, reasons }).toEqual({
          outcome: 'unavailable',
          reasons: ['check_unavailable'],
        });
      }
      for (const { finding } of await shownOf(store, round)) {
        expect(finding?.not_proven.join('')).not.toBe('');
      }
    },
  );
});

test(
  'every check of a letter is unavailable where the gate is away',
  { timeout: 60_000 },
  async () => {
    const away = createSanitiser({ main: new URL('children/missing-main.ts', import.meta.url) });
    const kinds: CheckKind[] = ['file_safety', 'image_quality', 'address_match', 'address_recency'];
    const round = await roundOn(store, {
      type: 'utility_bill',
      files: [specimenFile('bill.pdf')],
      kinds,
    });
    const found = await runRound(store, { ...engines, gate: away }, round);
    await away.close();
    expect(found.map(({ outcome }) => outcome)).toEqual(kinds.map(() => 'unavailable'));
  },
);

test.each(BROKEN)(
  'where the reader of print %s: every check of a photographed letter is unavailable',
  { timeout: 60_000 },
  async (_, options) => {
    const broken = createTextReader(options);
    const kinds: CheckKind[] = ['document_unique', 'address_match', 'address_recency'];
    const files = [specimenFile('passport.jpg')]; // any sound photo is read as print
    const round = await roundOn(store, { type: 'utility_bill', files, kinds });
    const found = await runRound(store, { ...engines, letters: broken }, round);
    await broken.close();
    expect(found.map(({ outcome }) => outcome)).toEqual(kinds.map(() => 'unavailable'));
  },
);

test.each(BROKEN)(
  'where the reader of faces %s: neither portrait nor challenge is judged, and that is unavailable',
  { timeout: 60_000 },
  async (_, options) => {
    const broken = createFaceReader(options);
    const challenge = await roundOn(store, {
      type: 'selfie',
      files: await challengeFiles(),
      kinds: ['liveness'],
    });
    const face = await roundOn(store, {
      type: 'selfie',
      ...(await selfieFiles()),
      kinds: ['face_match'],
    });
    const selfie = {
      hasFaceConsent: () => Promise.resolve(true),
      response: () => Promise.resolve(RESPONSE),
    };
    const away = { ...engines, faces: broken };
    const found = [
      ...(await runRound(store, away, challenge, selfie)),
      ...(await runRound(store, away, face, { hasFaceConsent: selfie.hasFaceConsent })),
    ];
    await broken.close();
    expect(found.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'liveness unavailable',
      'face_match unavailable',
    ]);
  },
);

test(
  'a passport whose number nobody else has passes, and the next with it is doubted',
  { timeout: 60_000 },
  async () => {
    const files = [specimenFile('passport.jpg')];
    const outcomes = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const round = await roundOn(store, { type: 'passport', files, kinds: ['identity_unique'] });
      outcomes.push(...(await runRound(store, engines, round)));
    }
    expect(outcomes).toMatchObject([
      { outcome: 'pass', reasons: [] },
      { outcome: 'inconclusive', reasons: ['document_in_use'] },
    ]);
  },
);
