import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordEvents } from '../../../activities/record/record-events.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { createMeters, type Meters } from '../../../platform/metrics/meters.ts';
import {
  ANNA,
  answers,
  freshStore,
  happens,
  makeCustomer,
  openTestCase,
  submission,
  type TestCase,
  type TestStore,
} from '../../store/kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

/** Records as the worker does: locally first, by the queue where that failed. */
async function recorded(one: TestCase, meters: Meters, { isLocal = true } = {}): Promise<void> {
  const environment = new MockActivityEnvironment({ isLocal });
  const deps = {
    database: store.database,
    crash: () => undefined,
    log: { error: () => undefined },
  };
  const batch = { state: one.state, events: one.recorded };
  await environment.run(recordEvents({ ...deps, meters }), batch);
}

/** In review after a passport whose checks came out like this. */
async function reviewed(outcome: 'fail' | 'inconclusive'): Promise<TestCase> {
  const sent = happens(openTestCase(await makeCustomer(store)), submission());
  const asked = happens(sent, answers(sent, 'inconclusive'));
  if (outcome === 'inconclusive') return asked;
  const checks = asked.state.checks.map((check) =>
    check.kind === 'identity_match' ? { ...check, outcome } : check,
  );
  return { ...asked, state: { ...asked.state, checks } };
}

const approved = (one: TestCase): TestCase =>
  happens(one, {
    kind: 'decision_made',
    actor: ANNA,
    outcome: 'approve',
    requirements: ['identity'],
    reasons: [],
    final: false,
    note: null,
    message: null,
    evidence: evidenceParts(one.state),
    confirms: null,
  });

it('what is recorded counts once, however often it is sent', async () => {
  const meters = createMeters('worker');
  const one = approved(await reviewed('inconclusive'));
  await recorded(one, meters);
  await recorded(one, meters);
  const text = await meters.text();
  const labels = 'by="person",outcome="approve",state="made",override="false"';
  expect(text).toContain(`vouch_decisions_total{${labels}} 1`);
  expect(text).toContain('vouch_reviews_opened_total{mode="test"} 1');
  expect(text).toContain('vouch_reviews_closed_total{mode="test",outcome="decided"} 1');
  expect(text).toContain(`vouch_projection_lag_seconds_count ${one.recorded.length}`);
  expect(text).toContain('vouch_recordings_total{path="local",result="recorded"} 2');
});

it('an approval against a failed check is an override', async () => {
  const meters = createMeters('worker');
  await recorded(approved(await reviewed('fail')), meters);
  const labels = 'by="person",outcome="approve",state="made",override="true"';
  expect(await meters.text()).toContain(`vouch_decisions_total{${labels}} 1`);
});

it('a recording that fell back to the queue, and one that failed, show as such', async () => {
  const meters = createMeters('worker');
  const one = await reviewed('inconclusive');
  const gap = { ...one, recorded: one.recorded.slice(1) };
  await expect(recorded(gap, meters)).rejects.toThrow();
  await recorded(one, meters, { isLocal: false });
  const text = await meters.text();
  expect(text).toContain('vouch_recordings_total{path="local",result="failed"} 1');
  expect(text).toContain('vouch_recordings_total{path="fallback",result="recorded"} 1');
});
