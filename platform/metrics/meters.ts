import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DECLARED, type MetricSpec, type ProcessName } from '../../domain/metrics/spec.ts';
import { METRICS, type MetricName } from '../../domain/metrics/metrics.ts';

type Labels = (typeof METRICS)[MetricName]['labels'];
type ValueOf<L> = L extends readonly (infer V extends string)[] ? V : string;
export type LabelsOf<N extends MetricName> = {
  [K in keyof (typeof METRICS)[N]['labels']]: ValueOf<(typeof METRICS)[N]['labels'][K]>;
};
type NameOf<Kind extends MetricSpec['kind']> = {
  [N in MetricName]: (typeof METRICS)[N]['kind'] extends Kind ? N : never;
}[MetricName];

/** The metrics of one process. Metrics that the process does not have are not counted. */
export interface Meters {
  count: <N extends NameOf<'counter'>>(name: N, labels: LabelsOf<N>, by?: number) => void;
  observe: <N extends NameOf<'histogram'>>(name: N, labels: LabelsOf<N>, value: number) => void;
  set: <N extends NameOf<'gauge'>>(name: N, labels: LabelsOf<N>, value: number) => void;
  /** The text of the scrape, followed by the results of `addText`. */
  text: () => Promise<string>;
  contentType: string;
  /** Adds the text of another registry to the scrape; if it fails, it is left out. */
  addText: (text: () => Promise<string>) => void;
}

interface Cell {
  change: (value: number) => void;
}
interface Held {
  spec: MetricSpec;
  cells: Map<string, Cell>;
  cellOf: (values: Record<string, string>) => Cell;
}

/** A metric with more label combinations than this shows only those that have occurred. */
const ZEROS_MAX = 100;

/** Prometheus metrics of a process, from the closed list. Label values that are on no list become `other`. */
export function createMeters(process: ProcessName): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const held = new Map<string, Held>();
  for (const [name, spec] of Object.entries<MetricSpec>(METRICS)) {
    if (spec.in.includes(process)) held.set(name, hold(name, spec, registry));
  }
  const change = (name: MetricName, labels: object, value: number) => {
    const metric = held.get(name);
    if (metric) cellOf(metric, labels as Record<string, string>).change(value);
  };
  const others: (() => Promise<string>)[] = [];
  return {
    count: (name, labels, by = 1) => change(name, labels, by),
    observe: change,
    set: change,
    contentType: registry.contentType,
    addText: (text) => void others.push(text),
    text: async () => {
      const texts = await Promise.all([
        registry.metrics(),
        ...others.map((text) => text().catch(() => '')),
      ]);
      return texts.map((text) => text.trimEnd()).join('\n') + '\n';
    },
  };
}

function hold(name: string, spec: MetricSpec, registry: Registry): Held {
  const labelNames = Object.keys(spec.labels);
  const config = { name, help: spec.help, labelNames, registers: [registry] };
  const metric = { spec, cells: new Map<string, Cell>(), cellOf: cellsOf(config, spec) };
  if (spec.kind !== 'counter') return metric;
  // A series must exist before its first increment, or that increment would not be visible.
  for (const values of zerosOf(spec)) cellOf(metric, values).change(0);
  return metric;
}

function cellsOf(
  config: { name: string; help: string; labelNames: string[]; registers: Registry[] },
  spec: MetricSpec,
): Held['cellOf'] {
  if (spec.kind === 'counter') {
    const counter = new Counter(config);
    return (values) => {
      const one = counter.labels(values);
      return { change: (by) => one.inc(by) };
    };
  }
  if (spec.kind === 'gauge') {
    const gauge = new Gauge(config);
    return (values) => {
      const one = gauge.labels(values);
      return { change: (value) => one.set(value) };
    };
  }
  const histogram = new Histogram({ ...config, buckets: [...(spec.buckets ?? [])] });
  return (values) => {
    const timer = histogram.labels(values);
    return { change: (value) => timer.observe(value) };
  };
}

/**
 * Cells are found by the label values only, because hashing all labels again would cost more than the rest of
 * a poll.
 */
function cellOf(metric: Held, labels: Record<string, string>): Cell {
  let key = '';
  for (const name in metric.spec.labels) key += `${labels[name]}\n`;
  const known = metric.cells.get(key);
  if (known) return known;
  const values: Record<string, string> = {};
  for (const [name, allowed] of Object.entries(metric.spec.labels as Labels)) {
    values[name] = allowedValue(allowed, labels[name]);
  }
  const cell = metric.cellOf(values);
  metric.cells.set(key, cell);
  return cell;
}

function allowedValue(allowed: MetricSpec['labels'][string], value: string | undefined): string {
  if (value === undefined) return 'other';
  return allowed === DECLARED || allowed.includes(value) ? value : 'other';
}

/** Every combination of the labels, if all labels have closed lists and the combinations are few. */
function zerosOf(spec: MetricSpec): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, allowed] of Object.entries(spec.labels)) {
    if (allowed === DECLARED) return [];
    all = all.flatMap((one) => allowed.map((value) => ({ ...one, [name]: value })));
  }
  return all.length > ZEROS_MAX ? [] : all;
}
