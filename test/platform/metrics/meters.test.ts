import { describe, expect, it } from 'vitest';
import { type MetricSpec, PROCESSES } from '../../../domain/metrics/spec.ts';
import { METRICS } from '../../../domain/metrics/metrics.ts';
import { createMeters } from '../../../platform/metrics/meters.ts';

const SPECS = Object.entries<MetricSpec>(METRICS);
const namesIn = (text: string) =>
  [...text.matchAll(/^# TYPE (vouch_\w+) /gm)].map(([, name = '']) => name).toSorted();

describe('the closed list', () => {
  it.each(SPECS)('%s is named as Prometheus names things', (name, { kind, buckets, labels }) => {
    expect(name).toMatch(/^vouch_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith('_total'), 'counters alone end in _total').toBe(kind === 'counter');
    expect(buckets !== undefined, 'histograms alone have buckets').toBe(kind === 'histogram');
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/);
    for (const label of Object.keys(labels)) expect(label).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  it.each(SPECS)('%s has few series', (_, { kind, labels, buckets = [] }) => {
    const closed = Object.values(labels).filter((values) => typeof values !== 'string');
    const series = closed.reduce((count, values) => count * values.length, 1);
    expect(series * (kind === 'histogram' ? buckets.length + 3 : 1)).toBeLessThan(300);
  });

  it.each(PROCESSES)(
    'the scrape of %s has each of its metrics and no other of ours',
    async (of) => {
      const wanted = SPECS.filter(([, spec]) => spec.in.includes(of)).map(([name]) => name);
      expect(namesIn(await createMeters(of).text())).toEqual(wanted.toSorted());
    },
  );
});

describe('a meter', () => {
  it('shows a counter before it first counts, so that its first increment is seen', async () => {
    const meters = createMeters('worker');
    const line = 'vouch_recordings_total{path="fallback",result="recorded"}';
    expect(await meters.text()).toContain(`${line} 0`);
    meters.count('vouch_recordings_total', { path: 'fallback', result: 'recorded' });
    meters.count('vouch_recordings_total', { path: 'fallback', result: 'recorded' }, 2);
    expect(await meters.text()).toContain(`${line} 3`);
  });

  it('never shows a value that is not on its list', async () => {
    const meters = createMeters('api');
    const code = 'canary-Eriksson' as 'forbidden';
    meters.count('vouch_http_refusals_total', { code });
    const text = await meters.text();
    expect(text).not.toContain('canary');
    expect(text).toContain('vouch_http_refusals_total{code="other"} 1');
  });

  it('leaves uncounted what its process does not have', async () => {
    const meters = createMeters('verification');
    meters.set('vouch_cases_stuck', { mode: 'live' }, 7);
    expect(await meters.text()).not.toContain('vouch_cases_stuck');
  });

  it('joins other texts to the scrape, and leaves out one that fails', async () => {
    const meters = createMeters('worker');
    meters.addText(() => Promise.resolve('temporal_example 1\n'));
    meters.addText(() => Promise.reject(new Error('nobody there')));
    const text = await meters.text();
    expect(text).toContain('\ntemporal_example 1\n');
    expect(text).toContain('process_cpu_seconds_total');
  });
});
