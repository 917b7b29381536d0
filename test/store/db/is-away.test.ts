import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { Refusal } from '../../../domain/refusal.ts';
import { awayReason, isAway, mayStartLater } from '../../../store/db/is-away.ts';

const coded = (code: string) => Object.assign(new Error('said'), { code });
const said = (code: string) => Object.assign(new DatabaseError('said', 4, 'error'), { code });
const behind = (cause: unknown) => new Refusal('key_store_unavailable', '', { cause });

test.each([
  ['nobody listens', coded('ECONNREFUSED'), 'ECONNREFUSED', true, true],
  ['no name', coded('ENOTFOUND'), 'ENOTFOUND', true, true],
  [
    'a connect too late',
    new Error('timeout exceeded when trying to connect'),
    'timeout',
    true,
    true,
  ],
  ['cut off', new Error('Connection terminated unexpectedly'), 'connection_lost', true, true],
  ['still starting', said('57P03'), 'starting', true, true],
  ['too many connections', said('53300'), '53300', true, true],
  ['a full disk of its own', said('53100'), '53100', true, true],
  ['a standby', said('25006'), '25006', true, true],
  ['a query that waited too long', said('57014'), '57014', false, true],
  ['no table yet', said('42P01'), 'not_migrated', false, true],
  ['no right to a table yet', said('42501'), 'not_granted', false, true],
  ['no table yet, behind a refusal', behind(said('42P01')), 'not_migrated', false, true],
  ['away, behind a refusal', behind(coded('ECONNREFUSED')), 'ECONNREFUSED', true, true],
  ['another key-encryption key', behind(coded('kek_mismatch')), 'kek_mismatch', true, true],
  ['a full disk', coded('ENOSPC'), 'ENOSPC', true, true],
  ['a wrong password', said('28P01'), '28P01', false, false],
  ['a wrong password, behind a refusal', behind(said('28P01')), '28P01', false, false],
  ['no such database', said('3D000'), '3D000', false, false],
  ['a column that is not there', said('42703'), '42703', false, false],
  ['a directory that may not be written', coded('EACCES'), 'EACCES', false, false],
  ['a bug', new TypeError('secret is undefined'), 'TypeError', false, false],
  ['a bug, behind a refusal', behind(new TypeError('secret')), 'TypeError', false, false],
])('%s', (_, error, reason, away, later) => {
  expect([awayReason(error), isAway(error), mayStartLater(error)]).toEqual([reason, away, later]);
});
