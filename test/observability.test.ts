import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { API_CONFIG } from '../api/config.ts';
import { type MetricSpec, PROCESSES, type ProcessName } from '../domain/metrics/spec.ts';
import { METRICS } from '../domain/metrics/metrics.ts';
import { SENDER_CONFIG, VERIFICATION_CONFIG, WORKER_CONFIG } from '../worker/config.ts';
import { required } from './support/required.ts';

const FOLDER = 'docs/observability';
const RULES = readFileSync(`${FOLDER}/alerts.yml`, 'utf8');
const README = readFileSync(`${FOLDER}/README.md`, 'utf8');
const DASHBOARD = JSON.parse(readFileSync(`${FOLDER}/dashboard.json`, 'utf8')) as {
  panels: { id: number; type: string; title: string; targets?: { expr: string }[] }[];
};
const SPECS = METRICS as Record<string, MetricSpec>;
/** Of Temporal's SDK, as `test/journey/observability.test.ts` and its documentation name them. */
const FOREIGN = [
  'temporal_workflow_task_schedule_to_start_latency_seconds',
  'temporal_activity_schedule_to_start_latency_seconds',
  'temporal_workflow_task_execution_failed_total',
  'temporal_sticky_cache_size',
  'temporal_sticky_cache_miss_total',
  'temporal_worker_task_slots_available',
];
const expressions = DASHBOARD.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const alerts = [...RULES.matchAll(/^ {6}- alert: (\w+)\n([^]*?)(?=^ {4,6}- |(?![^]))/gm)].map(
  ([, name = '', body = '']) => ({ name, body }),
);
const recorded = [...RULES.matchAll(/^ {6}- record: (\S+)$/gm)].map(([, name = '']) => name);

/** The metrics that a text asks for, each with its labels: `name{a="b"}`. */
function askedIn(text: string): { name: string; labels: string }[] {
  const found = text.matchAll(/(?<![\w:])((?:vouch|temporal)_[a-z_]+)(?:\{([^}]*)\})?/g);
  return [...found].map(([, name = '', labels = '']) => ({ name, labels }));
}

function specOf(name: string): MetricSpec | undefined {
  const base = name.replace(/_(bucket|count|sum)$/, '');
  const isPart = base !== name && SPECS[base]?.kind === 'histogram';
  const whole = SPECS[name];
  return isPart ? SPECS[base] : whole?.kind === 'histogram' ? undefined : whole;
}

describe.each([
  ['the rules', RULES.replaceAll(/^ {10}(summary|runbook): .*$/gm, '')],
  ['the dashboard', expressions.join('\n')],
])('%s', (_, text) => {
  it('ask for metrics that are on the closed list', () => {
    const unknown = askedIn(text)
      .filter(({ name }) => name.startsWith('vouch_'))
      .filter(({ name }) => !specOf(name));
    expect(unknown).toEqual([]);
    const foreign = askedIn(text).filter(({ name }) => name.startsWith('temporal_'));
    const bases = foreign.map(({ name }) => name.replace(/_bucket$/, ''));
    expect(bases.filter((name) => !FOREIGN.includes(name))).toEqual([]);
  });

  it('ask for labels and values that these have', () => {
    const wrong = askedIn(text).flatMap(({ name, labels }) => {
      const spec = specOf(name);
      const asked = [...labels.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)];
      return asked.filter(([, label = '', operator, value = '']) => {
        if (!spec || label === 'le') return spec ? !hasBucket(spec, value) : false;
        const values = spec.labels[label];
        if (values === undefined) return true;
        if (typeof values === 'string' || value.startsWith('$')) return false;
        const wanted = operator?.endsWith('~') ? value.split('|') : [value];
        return !wanted.every((one) => values.includes(one));
      });
    });
    expect(wrong.map(([found]) => found)).toEqual([]);
  });

  it('ask for ratios that are recorded', () => {
    const asked = [...text.matchAll(/vouch:\w+:error_ratio_\w+/g)].map(([name]) => name);
    expect(asked.filter((name) => !recorded.includes(name))).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
  });
});

/** An objective at a bound that no bucket has would never be missed, and never be met. */
function hasBucket({ buckets = [] }: MetricSpec, le: string): boolean {
  return buckets.includes(Number(le));
}

describe('the list', () => {
  it('has no metric that neither rules nor dashboard show', () => {
    const shown = askedIn(`${RULES}\n${expressions.join('\n')}`).map(({ name }) => specOf(name));
    expect(Object.keys(SPECS).filter((name) => !shown.includes(SPECS[name]))).toEqual([]);
  });
});

describe('the page', () => {
  it('has Prometheus scrape every process there is, each at its own port', () => {
    const ports: Record<ProcessName, number> = {
      api: API_CONFIG.shape.apiOpsPort.parse(undefined),
      worker: WORKER_CONFIG.shape.workerOpsPort.parse(undefined),
      verification: VERIFICATION_CONFIG.shape.verificationOpsPort.parse(undefined),
      sender: SENDER_CONFIG.shape.senderOpsPort.parse(undefined),
    };
    const targets = /- targets: \[(.*)\]/.exec(README)?.[1]?.matchAll(/:(\d+)'/g) ?? [];
    expect([...targets].map(([, port]) => Number(port))).toEqual(
      PROCESSES.map((name) => ports[name]),
    );
    const named = [...README.matchAll(/`([A-Z]+)_OPS_PORT`/g)].map(([, name = '']) => name);
    expect(named.map((name) => name.toLowerCase())).toEqual([...PROCESSES]);
  });
});

describe('each alert', () => {
  it('is there for every objective, fast and slow', () => {
    const names = alerts.map(({ name }) => name);
    for (const name of ['WritesSlow', 'ReadsSlow', 'WebhookFirstTryLate', 'CheckpointLate']) {
      expect(names).toEqual(expect.arrayContaining([`${name}Page`, `${name}Ticket`]));
      const page = alerts.find((one) => one.name === `${name}Page`)?.body ?? '';
      expect(page).toMatch(/_1h > 14\.4 \* (0\.\d+) and [\w:]+_5m > 14\.4 \* \1\)\n/);
      expect(page).toMatch(/_6h > 6 \* (0\.\d+) and [\w:]+_30m > 6 \* \1\)\n/);
      const ticket = alerts.find((one) => one.name === `${name}Ticket`)?.body ?? '';
      expect(ticket).toMatch(/_3d > (0\.\d+) and [\w:]+_2h > \1\n/);
    }
    expect(names).toEqual(expect.arrayContaining(['CasesStuck', 'CheckpointMissing']));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alerts)('$name has a severity and a chapter that says what to do', ({ body }) => {
    expect(body).toMatch(/severity: (page|ticket)\n/);
    expect(body).toMatch(/summary: '.+'\n/);
    const anchor = /runbook: docs\/observability\/README\.md#(\w+)\n/.exec(body)?.[1];
    const headings = [...README.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);
    expect(headings.map((name) => name.toLowerCase())).toContain(anchor);
  });

  it('no chapter is left of an alert that is gone', () => {
    const headings = [...README.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);
    const names = alerts.map(({ name }) => name.replace(/(Page|Ticket)$/, ''));
    expect(headings.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('the dashboard’s panels', () => {
  it('have ids of their own, and each that is no row asks something', () => {
    const { panels } = DASHBOARD;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const empty = panels.filter(({ type, targets }) => type !== 'row' && !targets?.length);
    expect(empty).toEqual([]);
  });
});

/** Prometheus’ own tool, where the machine has it: by PROMTOOL, or on the PATH. */
const places = (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, 'promtool'));
const found = process.env['PROMTOOL'] ?? places.find((path) => existsSync(path));
const promtool = required('promtool', found);

describe.skipIf(promtool === undefined)('promtool', () => {
  const run = (...args: string[]) =>
    execFileSync(promtool ?? '', args, { cwd: FOLDER, encoding: 'utf8' });

  it('finds the rules to be rules', () => {
    const count = alerts.length + recorded.length;
    expect(run('check', 'rules', 'alerts.yml')).toContain(`SUCCESS: ${count} rules found`);
  });

  it('sees each tested alert ring when it should, and not when it should not', () => {
    expect(run('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  }, 180_000);
});
