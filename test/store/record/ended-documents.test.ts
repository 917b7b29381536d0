import { expect, test } from 'vitest';
import { documentRows } from '../../../store/record/batch.ts';
import { apply } from '../../../domain/case/apply.ts';
import { describe } from '../../../domain/case/shown/describe.ts';
import { APP, drive } from '../../domain/case/drive.ts';

test('the rows of a case of the first generation of rules judge no document after its end', () => {
  const one = drive();
  one.submit('passport');
  const before = { ...one.state(), rules: 1 };
  const event = { kind: 'closed', withdrawn: true, reason: null, actor: APP } as const;
  const next = apply(before, event, one.now());
  if ('refusal' in next) throw new Error(next.refusal);
  expect(next.state.documents).toMatchObject([{ state: 'verifying' }]);
  const events = [describe(before, next, event, one.now())];
  const rows = documentRows({ state: next.state, events });
  expect(rows).toMatchObject([{ type: 'passport', state: 'superseded', updated_at: one.now() }]);
});
