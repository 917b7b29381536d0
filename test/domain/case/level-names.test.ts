import { expect, test } from 'vitest';
import { apply } from '../../../domain/case/apply.ts';
import { APP, drive } from './drive.ts';

test('a level that no policy names is none, also where every object has such a property', () => {
  const one = drive();
  for (const level of ['constructor', 'toString', '__proto__', 'heroic']) {
    const said = { kind: 'level_changed', level, actor: APP } as const;
    expect(apply(one.state(), said, one.now())).toEqual({ refusal: 'level_unknown' });
  }
});
