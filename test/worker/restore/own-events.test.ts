import { expect, test } from 'vitest';
import type { Recorded } from '../../../domain/case/recorded.ts';
import { ownEvents, tryAnew } from '../../../worker/restore/own-events.ts';
import { APP, happens, openTestCase, T0 } from '../../store/kit/make.ts';

const LOCK = { kind: 'locked', actor: APP, reason: null } as const;
const UNLOCK = { kind: 'unlocked', actor: APP, reason: null } as const;

const opened = () =>
  openTestCase({
    facts: {
      customer: 'cus_1',
      mode: 'test',
      level: 'basic',
      country: 'SE',
      present: ['given_names', 'family_name', 'birth_date', 'nationality', 'address'],
      detailsVersion: 1,
    },
    policy: { name: 'standard', version: 1 },
    openedAt: T0,
    actor: APP,
  });
const instants = (recorded: readonly Recorded[]) =>
  new Map(recorded.map(({ version, at }) => [version, at]));

test('a workflow’s own events are those after the last version that both have', () => {
  const both = happens(opened(), LOCK);
  const row = happens(both, UNLOCK, '2027-01-10T10:00:00.000Z');
  const own = happens(happens(both, UNLOCK), LOCK);
  const found = ownEvents(own.recorded, instants(row.recorded));
  expect(found.map(({ version, event }) => [version, event.kind])).toEqual([
    [3, 'unlocked'],
    [4, 'locked'],
  ]);
});

test('a version without an event on the wire is not taken for a difference', () => {
  const one = happens(happens(opened(), LOCK), UNLOCK);
  const rows = instants(one.recorded);
  rows.delete(2);
  expect(ownEvents(one.recorded, rows)).toEqual([]);
});

test('an opening is never tried again, whatever the row says', () => {
  const one = happens(opened(), LOCK);
  expect(ownEvents(one.recorded, new Map()).map(({ event }) => event.kind)).toEqual(['locked']);
});

test('what there is room for is tried in order, under its command; the rest is told', () => {
  const row = happens(opened(), LOCK);
  const own = happens(happens(happens(opened(), LOCK), UNLOCK), LOCK).recorded.slice(1);
  const named = own.map((one, index) => ({ ...one, command: `upd-${index}` }));
  const { retry, refused } = tryAnew(row.state, named, T0);
  expect(retry).toEqual([
    { command: 'upd-1', event: UNLOCK },
    { command: 'upd-2', event: LOCK },
  ]);
  expect(refused.map(({ version, event }) => `${event.kind}/${version}`)).toEqual(['locked/2']);
});
