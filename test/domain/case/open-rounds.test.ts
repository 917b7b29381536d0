import { expect, test } from 'vitest';
import type { Applied } from '../../../domain/case/step.ts';
import { openRounds } from '../../../domain/case/rounds.ts';
import { APP, CORE, drive } from './drive.ts';
import { variant } from './worlds.ts';

const asked = ({ effects }: Applied) =>
  effects.flatMap((effect) => (effect.kind === 'run_checks' ? [effect.round] : []));

test('what runs is what was asked for, under the same ids, until it is answered', () => {
  const one = drive();
  const passport = asked(one.submit('passport'));
  expect(passport).toHaveLength(1);
  expect(openRounds(one.state())).toEqual(passport);
  const bill = asked(one.submit('utility_bill'));
  expect(openRounds(one.state())).toEqual([...passport, ...bill]);
  one.answer('identity');
  expect(openRounds(one.state())).toEqual(bill);
  one.answer('address');
  expect(openRounds(one.state())).toEqual([]);
});

test('a check across two documents is asked with both', () => {
  const policy = variant(1, { faces: true, challengeAccepted: true });
  const one = drive({
    policy,
    level: 'enhanced',
    present: [...CORE, 'occupation', 'source_of_funds'],
  });
  one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
  const first = asked(one.submit('passport'));
  const second = asked(one.submit('selfie'));
  const rounds = [...first, ...second];
  expect(rounds.some(({ documents }) => documents.length === 2)).toBe(true);
  expect(openRounds(one.state())).toEqual(expect.arrayContaining(rounds));
  expect(openRounds(one.state())).toHaveLength(rounds.length);
});

test('a document that another took the place of is not asked for again', () => {
  const one = drive();
  one.submit('passport');
  const newer = asked(one.submit('national_id'));
  expect(openRounds(one.state())).toEqual(newer);
});
