import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { childError } from '../../../activities/verification/child/child-error.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { isOutage } from '../../../store/db/outage.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });

test.each<[string, unknown]>([
  ['a key store away', new Refusal('key_store_unavailable')],
  ['a store away', new Refusal('store_unavailable')],
  ['a blob of a volume that is not mounted', new Refusal('not_found')],
  ['a word of Postgres', new DatabaseError('deadlock detected', 1, 'error')],
  ['a connection refused', coded('ECONNREFUSED')],
  ['a connection lost', new Error('Connection terminated unexpectedly')],
  ['a full disk', coded('ENOSPC')],
  ['a broken disk', coded('EIO')],
])('%s is an outage', (_, error) => {
  expect(isOutage(error)).toBe(true);
});

test.each<[string, unknown]>([
  ['a dead child', childError('ChildDied', 'gate', 'exit')],
  ['a late child', childError('ChildTimedOut', 'ocr', 'late')],
  ['a child that does not start', childError('ChildNotStarted', 'ocr', 'exit')],
  ['a child that failed', childError('ChildFailed', 'ocr', 'EINVAL')],
  ['a destroyed key', new Refusal('key_destroyed')],
  ['a bug', new TypeError('x is not a function')],
  ['no error', 'ECONNREFUSED'],
])('%s is none', (_, error) => {
  expect(isOutage(error)).toBe(false);
});
