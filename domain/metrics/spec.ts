/** The processes that are scraped. */
export const PROCESSES = ['api', 'worker', 'verification', 'sender'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** A label whose values our code writes down elsewhere: routes, versions of engines. Never what a caller sent. */
export const DECLARED = 'declared';

export interface MetricSpec {
  kind: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: Readonly<Record<string, readonly string[] | typeof DECLARED>>;
  /** Upper bounds of a histogram, in the unit of its name. */
  buckets?: readonly number[];
  in: readonly ProcessName[];
}

export type Metrics = Record<`vouch_${string}`, MetricSpec>;

export const BOOLEAN = ['true', 'false'] as const;
/** Bounds in seconds, of answers, of waiting, of work. */
export const FAST = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
export const WAITS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60] as const;
export const LONG = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;
