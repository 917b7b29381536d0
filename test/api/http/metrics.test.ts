import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMetrics } from '../../../api/http/metrics.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { newCustomer } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

/** The same app with metrics of its own, and what they show after an act. */
async function shownAfter(act: (caller: Caller) => Promise<unknown>, deps = {}): Promise<string> {
  const metrics = createMetrics();
  await act(kit.withDeps({ metrics, ...deps }));
  return metrics.meters.text();
}

it('a repetition is a replay, and a write that was seen in its row is visible', async () => {
  const once = randomUUID();
  const body = newCustomer();
  const text = await shownAfter(async ({ ask }) => {
    await ask('POST', '/v1/customers', { key, once, body });
    await ask('POST', '/v1/customers', { key, once, body });
  });
  expect(text).toContain('vouch_idempotent_replays_total 1');
  expect(text).toContain('vouch_write_visible_seconds_count 1');
  const labels = 'route="/v1/customers",method="post",status_class="2xx"';
  expect(text).toContain(`vouch_http_request_duration_seconds_count{${labels}} 2`);
});

it('a write whose row never came counts beyond the last bucket', async () => {
  const made = await kit.ask('POST', '/v1/customers', { key, body: newCustomer() });
  const settings = { ...kit.deps.settings, visibleMs: 0 };
  const engine = {
    ...kit.deps.engine,
    update: () => Promise.resolve({ version: 99, status: 'locked' as const }),
  };
  const lock = `/v1/customers/${made.text('/id')}/lock`;
  const text = await shownAfter(
    async ({ ask }) => {
      const answer = await ask('POST', lock, { key, body: {} });
      expect(answer.body).toMatchObject({ code: 'outcome_unknown' });
    },
    { settings, engine },
  );
  expect(text).toContain('vouch_write_visible_seconds_bucket{le="60"} 0');
  expect(text).toContain('vouch_write_visible_seconds_bucket{le="+Inf"} 1');
  expect(text).toContain('vouch_http_refusals_total{code="outcome_unknown"} 1');
});

it('who asks too often is counted by class and code, and by no name', async () => {
  const limiter = kit.limiterOf({ reads: 1 });
  const read = (caller: Caller) => caller.ask('GET', '/v1/customers', { key });
  const text = await shownAfter((caller) => Promise.all([read(caller), read(caller)]), { limiter });
  expect(text).toContain('vouch_rate_limited_total{class="reads"} 1');
  expect(text).toContain('vouch_http_refusals_total{code="rate_limited"} 1');
  const labels = 'route="/v1/customers",method="get",status_class="4xx"';
  expect(text).toContain(`vouch_http_request_duration_seconds_count{${labels}} 1`);
});

it('requests are in flight while they are answered, and no longer', async () => {
  const metrics = createMetrics();
  const { ask } = kit.withDeps({ metrics });
  const made = await ask('POST', '/v1/customers', { key, body: newCustomer() });
  const id = made.text('/id');
  const poll = ask('GET', `/v1/customers/${id}/events?after=1000&wait=1`, { key });
  await new Promise((done) => setTimeout(done, 300));
  expect(await metrics.meters.text()).toContain('vouch_http_requests_in_flight 1');
  await poll;
  expect(await metrics.meters.text()).toContain('vouch_http_requests_in_flight 0');
});

it('a path that was typed is no label', async () => {
  const text = await shownAfter(({ ask }) => ask('GET', '/v1/customers/canary.Eriksson', { key }));
  expect(text).not.toContain('canary');
  expect(text).toContain('route="/v1/customers/{id}",method="get",status_class="4xx"');
});
