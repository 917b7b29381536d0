import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MetricSpec } from '../../domain/metrics/spec.ts';
import { METRICS } from '../../domain/metrics/metrics.ts';
import { type Collector, type Seen, startCollector } from './collector.ts';
import { type Product, startProduct } from './product.ts';
import { findCanaries } from './scan.ts';
import { tell, type Told } from './story.ts';

const PARENT = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
/** The only attributes that a span may have. */
const ATTRIBUTES = [
  'error.type',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'temporal.activity.attempt',
  'temporal.activity.type',
  'temporal.task_queue',
  'temporal.update.id',
  'temporal.workflow.id',
  'vouch.request.id',
];

let collector: Collector;
let product: Product;
let told: Told;
let scrapes: Record<'api' | 'worker' | 'verification', string>;
beforeAll(async () => {
  collector = await startCollector();
  product = await startProduct({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=only%20ours',
      OTEL_TRACES_SAMPLER_ARG: '0',
    },
  });
  told = await tell(product);
  const scrape = async (name: keyof typeof scrapes) =>
    (await fetch(`${product.opsUrls[name]}/metrics`)).text();
  scrapes = {
    api: await scrape('api'),
    worker: await scrape('worker'),
    verification: await scrape('verification'),
  };
}, 180_000);
afterAll(async () => {
  await product.stop();
  await collector.stop();
});

/** Waits for the first span of a name. Batches are sent every second. */
async function spanOf(name: string, of: Partial<Seen> = {}): Promise<Seen> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = collector
      .spans()
      .find(
        (one) =>
          one.name === name &&
          Object.entries(of).every(([key, value]) => one[key as keyof Seen] === value),
      );
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no span ${name} ${JSON.stringify(of)}`);
}

it('one trace spans a request, its update and the activities that follow, in three processes', async () => {
  const request = await spanOf('POST /v1/customers/{id}/documents');
  const { trace } = request;
  const update = await spanOf('update submitDocuments', { trace, parent: request.id });
  const recording = await spanOf('recordEvents', { trace, parent: update.id });
  const round = await spanOf('runChecks', { trace, parent: update.id });
  const services = [request, update, recording, round].map(({ service }) => service);
  expect(services).toEqual(['vouch-api', 'vouch-api', 'vouch-worker', 'vouch-verification']);
  expect(request.parent).toBe('');
  expect(request.attributes).toMatchObject({
    'http.route': '/v1/customers/{id}/documents',
    'http.request.method': 'post',
    'http.response.status_code': 201,
  });
  expect(round.attributes).toMatchObject({
    'temporal.workflow.id': `case/${told.id}`,
    'temporal.activity.attempt': 1,
  });
});

it('the start of a case and its first recording are in the trace of the request', async () => {
  const request = await spanOf('POST /v1/customers');
  const { trace } = request;
  const start = await spanOf('start kycCase', { trace, parent: request.id });
  await spanOf('recordEvents', { trace, parent: start.id });
});

it('a refused write is a trace too, with its code', async () => {
  // The last write of the story; batches keep the order.
  await spanOf('POST /v1/customers/{id}/close');
  const spans = collector.spans().filter(({ name }) => name === 'POST /v1/customers');
  const codes = spans.map(({ attributes }) => attributes['error.type']);
  expect(codes).toContain('validation_failed');
  expect(spans.filter(({ isError }) => isError)).toEqual([]); // refusals are not errors
});

it('the trace of the app that asks goes on here', async () => {
  const traceparent = `00-${PARENT.trace}-${PARENT.span}-00`;
  const headers = { traceparent, baggage: 'name=Gnarlvine', tracestate: 'vendor=Gnarlvine' };
  await told.app.ask('POST', `/v1/customers/${told.id}/reopen`, { body: {}, headers });
  const request = await spanOf('POST /v1/customers/{id}/reopen');
  expect([request.trace, request.parent]).toEqual([PARENT.trace, PARENT.span]);
});

it('with a share of 0 no read is traced, though every write is', () => {
  const names = collector.spans().map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('GET '))).toEqual([]);
  const writes = told.app.heard.filter(({ method }) => method !== 'GET');
  const roots = names.filter((name) => name.startsWith('POST ') || name.startsWith('PATCH '));
  expect(roots.length).toBeGreaterThanOrEqual(writes.length);
});

it('spans say what is on the list of attributes and nothing that is private', () => {
  const keys = collector.spans().flatMap(({ attributes }) => Object.keys(attributes));
  expect([...new Set(keys)].toSorted()).toEqual(ATTRIBUTES);
  const texts = collector.texts();
  expect(texts).toContain('/v1/traces');
  expect(texts).toContain('"x-collector-key":"only ours"');
  expect(findCanaries(told.canaries, Buffer.from(texts))).toEqual([]);
});

it.each(['api', 'worker', 'verification'] as const)(
  'the scrape of %s has each metric of its list, no other of ours, and nothing private',
  (name) => {
    const text = scrapes[name];
    const ours = [...text.matchAll(/^# TYPE (vouch_\w+) /gm)].map(([, found = '?']) => found);
    const listed = Object.entries<MetricSpec>(METRICS).filter(([, spec]) => spec.in.includes(name));
    expect(ours.toSorted()).toEqual(listed.map(([metric]) => metric).toSorted());
    expect(findCanaries(told.canaries, Buffer.from(text))).toEqual([]);
    expect(text).not.toContain(told.id);
    expect(text).not.toMatch(/(cus|doc|chk|rev|key|req|blb)_[0-9A-Za-z]{10,}/);
  },
);

it('the story shows in the numbers', () => {
  const { api, worker, verification } = scrapes;
  expect(api).toMatch(
    /vouch_http_request_duration_seconds_count\{route="\/v1\/customers",method="post",status_class="2xx"\} 1\n/,
  );
  expect(api).toMatch(/vouch_http_refusals_total\{code="validation_failed"\} [1-9]/);
  expect(api).toMatch(/vouch_write_visible_seconds_count [1-9]/);
  expect(api).toContain('vouch_dependency_up{dependency="key_store"} 1');
  expect(worker).toMatch(
    /vouch_decisions_total\{by="person",outcome="request_documents",state="made",override="false"\} 1/,
  );
  expect(worker).toMatch(/vouch_recordings_total\{path="local",result="recorded"\} [1-9]/);
  expect(worker).toMatch(/vouch_stock_timestamp_seconds 1\d{9}/);
  expect(verification).toMatch(
    /vouch_checks_total\{kind="identity_reading",outcome="\w+",engine="identity_reading@6"\} [1-9]/,
  );
  expect(verification).toMatch(/vouch_cleaning_duration_seconds_count [1-9]/);
});

it('the SDK’s own latencies are in the same scrape', () => {
  const latency = 'temporal_workflow_task_schedule_to_start_latency_seconds_count';
  expect(scrapes.worker).toContain(latency);
  expect(scrapes.verification).toContain(
    'temporal_activity_schedule_to_start_latency_seconds_count',
  );
});
