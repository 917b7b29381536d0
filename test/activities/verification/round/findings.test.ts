import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../../../domain/checks/checks.ts';
import { scoreOf } from '../../../../domain/names/compare.ts';
import { freshStore, type TestStore } from '../../../store/kit/make.ts';
import { openEngines } from '../kit/engine-kit.ts';
import { roundOn, runRound, shownOf, specimenFile } from '../kit/round-kit.ts';
import { challengeFiles, RESPONSE, selfieFiles } from '../kit/selfie-kit.ts';
import { TO_COME } from '../kit/shown.ts';

const engines = openEngines();
let store: TestStore;
let shown: Awaited<ReturnType<typeof shownOf>>;
beforeAll(async () => {
  store = await freshStore();
  const passport = await roundOn(store, {
    type: 'passport',
    files: [specimenFile('passport.jpg')],
    kinds: CHECKS.filter((kind) => /^(file|image|identity)_|_unique$/.test(kind)),
  });
  const bill = await roundOn(store, {
    type: 'utility_bill',
    files: [specimenFile('bill.pdf')],
    kinds: CHECKS.filter((kind) => kind.startsWith('address_')),
  });
  const challenge = await roundOn(store, {
    type: 'selfie',
    files: await challengeFiles(),
    kinds: ['liveness'],
  });
  const selfie = await roundOn(store, {
    type: 'selfie',
    ...(await selfieFiles()),
    kinds: ['face_match'],
  });
  const hasFaceConsent = () => Promise.resolve(true);
  for (const round of [passport, bill]) await runRound(store, engines, round);
  const response = () => Promise.resolve(RESPONSE);
  await runRound(store, engines, challenge, { hasFaceConsent, response });
  await runRound(store, engines, selfie, { hasFaceConsent });
  const rounds = [passport, bill, challenge, selfie];
  shown = (await Promise.all(rounds.map((round) => shownOf(store, round)))).flat();
}, 180_000);
afterAll(async () => {
  await engines.close();
  await store.end();
});

/** Kinds whose engine reads something off the pages, and those whose answer is a score. */
const READS = ['identity_reading', 'address_match', 'address_recency'];
const SCORES = ['identity_match', 'address_match', 'face_match'];

describe('the finding of every check is whole, as data', () => {
  test.each(CHECKS.filter((kind) => kind !== 'manual' && !TO_COME.includes(kind)))('%s', (kind) => {
    const [check, ...more] = shown.filter((one) => one.kind === kind);
    const { finding } = check ?? {};
    if (!check || !finding) throw new Error('it was not found');
    expect(more).toEqual([]);
    expect({ outcome: check.outcome, measures: finding.measures }).toMatchObject({
      outcome: 'pass',
    });
    expect(finding.engine).toMatch(/^[a-z_]+@\d+/);
    expect(finding.compared.length).toBeGreaterThan(0);
    expect(finding.not_proven.join('')).not.toBe('');
    expect(finding.started_at <= finding.ended_at).toBe(true);
    expect(finding.readings.length > 0).toBe(READS.includes(kind));
    for (const { value, page, box } of finding.readings) {
      expect(value).not.toBe('');
      expect(page).toBe(0);
      expect(box).toHaveLength(4);
      expect(box?.every((side) => side >= 0)).toBe(true);
    }
    expect(finding.pieces.length > 0).toBe(SCORES.includes(kind));
  });

  test('a name’s pieces add up to the score that stands in its measures', () => {
    const match = shown.find(({ kind }) => kind === 'identity_match')?.finding;
    const pieces = match?.pieces.map(({ how, ...rest }) => ({ ...rest, ...(how && { how }) }));
    expect(scoreOf(pieces ?? [])).toBeCloseTo(Number(match?.measures['name_score']), 3);
  });

  test('a passport is held against its digits, its print, the details, the day and the policy', () => {
    const compared = shown.flatMap(({ finding }) => finding?.compared ?? []);
    const told = compared.map(({ field, with: against }) => `${field} ${against}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'document_number check_digits',
        'name print_of_the_page',
        'name details',
        'birth_date details',
        'expires_on day_of_receipt',
        'document_type policy',
        'document_number other_customers',
        'address details',
        'issued_on day_of_receipt',
      ]),
    );
  });
});

test('a document that nobody else sent passes, and the next customer’s same file is doubted', async () => {
  const file = specimenFile('bill.pdf');
  const kinds = ['document_unique'] as const;
  const again = await roundOn(store, { type: 'utility_bill', files: [file], kinds });
  const fresh = { ...file, bytes: Buffer.concat([file.bytes, Buffer.from('\n')]) };
  const [first] = await runRound(store, engines, again);
  const copy = await roundOn(store, { type: 'utility_bill', files: [fresh], kinds });
  const [second] = await runRound(store, engines, copy);
  expect(first).toMatchObject({ outcome: 'pass' });
  expect(second).toMatchObject({ outcome: 'inconclusive', reasons: ['document_in_use'] });
});

describe('with people’s papers in the store, no measure, piece or sentence says what they hold', () => {
  test('neither name nor number nor day', () => {
    const open = shown.map(({ finding }) => ({
      ...finding,
      readings: [],
      started_at: '',
      ended_at: '',
    }));
    const text = JSON.stringify(open).toLowerCase();
    for (const value of ['eriksson', 'anna', '98304721', '1974-08-12', 'storgatan']) {
      expect(text).not.toContain(value);
    }
  });
});
