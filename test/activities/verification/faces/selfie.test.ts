import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { CleanPage } from '../../../../activities/verification/engines/engines.ts';
import { createFaceReader } from '../../../../activities/verification/engines/faces.ts';
import { judgeLiveness } from '../../../../activities/verification/checks/liveness.ts';
import { matchFace } from '../../../../activities/verification/checks/face-match.ts';
import { type Response, type Step, stepsOf } from '../../../../domain/faces/liveness.ts';
import type { Thresholds } from '../../../../domain/policy/policy.ts';
import { animatedStill, selfieOf } from '../../../specimens/animated-still.ts';
import { makePassport } from '../../../specimens/passport.ts';
import { PEOPLE } from '../../../specimens/people.ts';
import { STILLS, stillOf } from '../../../specimens/stills.ts';

const reader = createFaceReader({ timeoutMs: 60_000 });
afterAll(() => reader.close());
const signal = AbortSignal.timeout(240_000);
/** Many pictures each, on a machine that may be busy. */
const SLOW = { timeout: 120_000 };
const LIMITS = { facePass: 0.72, faceFail: 0.55 };
const thresholds: Thresholds = {
  ...LIMITS,
  minimumAge: 18,
  issuingCountries: null,
  accepts: ['selfie'],
  addressAge: {},
  namePass: 0.9,
  nameFail: 0.6,
};

const pageOf = (png: Buffer, side: CleanPage['side'] = 'front', index = 0): CleanPage => {
  return { index, side, png, width: 720, height: 720, text: null, measures: {} };
};
const passport = async (still = STILLS.one, turn: 0 | 180 = 0) =>
  makePassport({ person: PEOPLE.anna, face: await stillOf(still), shot: { turn, seed: 3 } });

async function matched(selfie: Buffer, portrait: Buffer, limits: Partial<Thresholds> = {}) {
  return matchFace(reader, {
    selfie: [pageOf(selfie)],
    portrait: [pageOf(portrait)],
    source: 'selfie',
    thresholds: { ...thresholds, ...limits },
    signal,
  });
}

describe('the face of a selfie and the portrait of a passport', SLOW, () => {
  test('agree, by a score that is kept with its limits; nothing else of the faces is', async () => {
    const found = await matched(await selfieOf(), await passport());
    expect(found).toMatchObject({ outcome: 'pass', reasons: [], readings: [] });
    expect(found.measures).toMatchObject({ source: 'selfie', face_pass: 0.72, face_fail: 0.55 });
    const { face_score: score } = found.measures;
    expect(score).toBeGreaterThan(0.72);
    expect(found.pieces).toEqual([{ name: 'cosine', score, weight: 1 }]);
    expect(found.notProven).not.toEqual([]);
    const numbers = JSON.stringify(found).match(/-?\d+\.\d+/g) ?? [];
    expect(numbers.length).toBeLessThan(20); // an embedding has 1024
  });

  test('also on a page upside down', async () => {
    const found = await matched(await selfieOf(), await passport(STILLS.one, 180));
    expect(found).toMatchObject({ outcome: 'pass', measures: { portrait_turn: 180 } });
  });

  test('of two people fail; in the grey zone a person looks', async () => {
    const [selfie, portrait] = [await selfieOf(STILLS.other), await passport()];
    const failed = await matched(selfie, portrait);
    expect(failed).toMatchObject({ outcome: 'fail', reasons: ['face_mismatch'] });
    const grey = await matched(selfie, portrait, { faceFail: 0.01 });
    expect(grey).toMatchObject({ outcome: 'inconclusive', reasons: ['face_mismatch'] });
  });

  test('no face, two faces, a small one, a blurred one: another picture, and no score', async () => {
    const [portrait, selfie] = [await passport(), await selfieOf()];
    const grey = { create: { width: 720, height: 720, channels: 3, background: '#888' } } as const;
    const none = await sharp(grey).png().toBuffer();
    const two = await sharp({ create: { ...grey.create, width: 1440 } })
      .composite([
        { input: selfie, left: 0, top: 0 },
        { input: await selfieOf(STILLS.other), left: 720, top: 0 },
      ])
      .png()
      .toBuffer();
    const small = await sharp(selfie).resize({ width: 180 }).png().toBuffer();
    const blurred = await sharp(selfie).blur(9).png().toBuffer();
    const reasons = [];
    for (const picture of [none, two, small, blurred]) {
      const { outcome, reasons: told, measures } = await matched(picture, portrait);
      expect([outcome, measures['face_score']]).toEqual(['inconclusive', undefined]);
      reasons.push(...told);
    }
    expect(reasons).toEqual([
      'face_not_found',
      'several_faces',
      'image_too_small',
      'image_blurred',
    ]);
    const unseen = await matched(selfie, none);
    expect(unseen).toMatchObject({ outcome: 'inconclusive', reasons: [] }); // another selfie cures nothing
    expect(unseen.measures['detail']).toBe('portrait_not_found');
  });
});

const STEPS = stepsOf(['left', 'right', 'right', 'left']);

function judge(frames: readonly Buffer[], response: Partial<Response> | null = {}) {
  const asked: Response = {
    steps: STEPS,
    shown: STEPS.map((_, n) => n),
    number: 1,
    firstByteAfterMs: 20_000,
    lastByteAfterMs: 22_000,
    isReused: false,
    ...response,
  };
  const pages = frames.map((png, n) => pageOf(png, 'frame', n));
  return judgeLiveness(reader, { frames: pages, response: response && asked, signal });
}

describe('an active challenge', SLOW, () => {
  test('is PASSED by one still that software turns: it proves no living person, and says so', async () => {
    const found = await judge(await animatedStill(STEPS));
    expect(found).toMatchObject({ outcome: 'pass', reasons: [] });
    expect(found.measures).toMatchObject({ assurance: 'challenge_only', frames: 8 });
    expect(found.notProven.join(' ')).toContain('not ISO 30107-3 tested');
    expect(found.notProven.join(' ')).toContain('a still that software turns passes');
  });

  test('mirrored, shuffled or by another face part of the time is not passed', async () => {
    const mirrored = await judge(await animatedStill(STEPS, { mirrored: true }));
    expect(mirrored).toMatchObject({ outcome: 'inconclusive', measures: { detail: 'mirrored' } });
    const swapped: Step[] = ['right', 'front', 'left', 'front', 'right', 'front', 'left', 'front'];
    const shuffled = await judge(await animatedStill(swapped));
    expect(shuffled).toMatchObject({ outcome: 'inconclusive', reasons: ['liveness_not_shown'] });
    expect(shuffled.measures['detail']).toBe('turn_not_shown');
    const frames = await animatedStill(STEPS);
    const [, stranger] = await animatedStill(STEPS, { still: STILLS.other });
    const mixed = await judge(frames.map((frame, n) => (n === 5 ? (stranger ?? frame) : frame)));
    expect(mixed).toMatchObject({ outcome: 'fail', measures: { detail: 'other_face' } });
  });

  test('a still without a challenge never passes, and one frame twice fails', async () => {
    const plain = await judge([await selfieOf()], null);
    expect(plain).toMatchObject({ outcome: 'inconclusive', measures: { detail: 'no_challenge' } });
    const frames = await animatedStill(STEPS);
    const twice = frames.map((frame, n) => (n === 7 ? (frames[1] ?? frame) : frame));
    expect(await judge(twice)).toMatchObject({
      outcome: 'fail',
      measures: { detail: 'identical_frames' },
    });
  });
});
