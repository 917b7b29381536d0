import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { Refusal } from '../../../domain/refusal.ts';
import { Secret } from '../../../domain/secret.ts';
import { openTraces, type SpanFields, type Traces } from '../../../platform/traces/traces.ts';
import { type Collector, startCollector } from '../../journey/collector.ts';

const MAIN = fileURLToPath(new URL('loaded-main.ts', import.meta.url));
let collector: Collector | undefined;
afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

async function started(readShare = 1): Promise<{ collector: Collector; traces: Traces }> {
  collector = await startCollector();
  const traces = await openTraces('test', {
    otelExporterOtlpEndpoint: collector.url,
    otelExporterOtlpHeaders: new Secret('authorization=Bearer%20abc, x-team = kyc'),
    otelTracesSamplerArg: readShare,
  });
  if (!traces) throw new Error('traces are off');
  return { collector, traces };
}

async function loaded(...args: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args]);
  return JSON.parse(stdout) as { isOn: boolean; loaded: string[] };
}

it('without a collector nothing of OpenTelemetry is loaded', async () => {
  expect(await loaded()).toEqual({ isOn: false, loaded: [] });
  const on = await loaded('http://127.0.0.1:1');
  expect(on.isOn).toBe(true);
  expect(on.loaded).toContain('exporter-trace-otlp-http');
});

it('spans within spans are their children, also after a wait, and their parallel kin are not', async () => {
  const { collector, traces } = await started();
  const inner = async (name: string) => {
    await new Promise((done) => setTimeout(done, 5));
    return traces.span({ name, kind: 'client' }, () => Promise.resolve(traces.current()));
  };
  const outer = (name: string) =>
    traces.span({ name, kind: 'server' }, async () => [
      traces.current(),
      await inner(`${name}/in`),
    ]);
  await Promise.all([outer('a'), outer('b')]);
  expect(traces.current()).toBeUndefined();
  await traces.close();
  const spans = collector.spans();
  const of = (name: string) => spans.find((one) => one.name === name);
  expect(of('a/in')).toMatchObject({ trace: of('a')?.trace, parent: of('a')?.id });
  expect(of('b/in')).toMatchObject({ trace: of('b')?.trace, parent: of('b')?.id });
  expect(of('a')?.trace).not.toBe(of('b')?.trace);
  expect(collector.texts()).toContain('"authorization":"Bearer abc"');
  expect(collector.texts()).toContain('"x-team":"kyc"');
});

it('an error leaves its code or its name, never its text; a field that is not listed is dropped', async () => {
  const { collector, traces } = await started();
  const fails = (error: Error) =>
    traces.span({ name: error.name, kind: 'server' }, () => Promise.reject(error));
  await expect(fails(new Refusal('forbidden', 'canary in a refusal'))).rejects.toThrow();
  await expect(fails(new TypeError('canary of a row'))).rejects.toThrow();
  const fields = { status: 503, holder: 'canary holder' } as SpanFields;
  await traces.span({ name: 'ours', kind: 'server', fields }, () => Promise.resolve());
  await traces.span({ name: 'noted', kind: 'server' }, async () => {
    await Promise.resolve();
    traces.note({ status: 500, request: 'req_1' });
  });
  await traces.close();
  expect(collector.texts()).not.toContain('canary');
  expect(collector.spans().map(({ attributes, isError }) => ({ ...attributes, isError }))).toEqual([
    { 'error.type': 'forbidden', isError: true },
    { 'error.type': 'TypeError', isError: true },
    { 'http.response.status_code': 503, isError: false },
    { 'http.response.status_code': 500, 'vouch.request.id': 'req_1', isError: true },
  ]);
});

it.each([
  ['its own form', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
  ['an id of zeros', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
  ['a span of zeros', '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
  ['another version', '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
  ['more than an id', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-canary', false],
])('a parent from outside is taken in %s alone', async (_, parent, isTaken) => {
  const { collector, traces } = await started();
  await traces.span({ name: 'asked', kind: 'server', parent }, () => Promise.resolve());
  await traces.close();
  const [span] = collector.spans();
  expect(span?.parent).toBe(isTaken ? '00f067aa0ba902b7' : '');
});

it('reads are sampled by the share that was set', async () => {
  const draws = async (share: number) => {
    const { traces } = await started(share);
    const found = Array.from({ length: 2000 }, () => traces.samplesRead()).filter(Boolean).length;
    await traces.close();
    await collector?.stop();
    return found;
  };
  expect(await draws(0)).toBe(0);
  expect(await draws(1)).toBe(2000);
  const half = await draws(0.5);
  expect(half).toBeGreaterThan(800); // nine standard deviations
  expect(half).toBeLessThan(1200);
});

it('a collector that is away costs nothing but its spans', async () => {
  const traces = await openTraces('test', {
    otelExporterOtlpEndpoint: 'http://127.0.0.1:1',
    otelTracesSamplerArg: 1,
  });
  const given = await traces?.span({ name: 'asked', kind: 'server' }, () => Promise.resolve(7));
  await traces?.close();
  expect(given).toBe(7);
});
