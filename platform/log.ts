import { pino, type DestinationStream } from 'pino';

/** Everything that a log line may carry: ids, codes, counts and times. Personal data has no field here. */
export interface LogFields {
  request?: string;
  method?: string;
  /** The route's pattern, never the path: a path may hold what somebody typed. */
  route?: string;
  status?: number;
  ms?: number;
  key?: string;
  customer?: string;
  document?: string;
  check?: string;
  kind?: string;
  code?: string;
  outcome?: string;
  endpoint?: string;
  workflow?: string;
  queue?: string;
  activity?: string;
  attempt?: number;
  count?: number;
  bytes?: number;
  host?: string;
  port?: number;
  pid?: number;
  exit?: number;
  signal?: string;
  child?: string;
  engine?: string;
  version?: string;
}

export interface Log {
  debug: (event: string, fields?: LogFields) => void;
  info: (event: string, fields?: LogFields) => void;
  warn: (event: string, fields?: LogFields) => void;
  /**
   * Logs an error by kind, code, constraint and stack frames, but without its message, which may quote data.
   */
  error: (event: string, error: unknown, fields?: LogFields) => void;
}

const FIELDS = {
  request: true,
  method: true,
  route: true,
  status: true,
  ms: true,
  key: true,
  customer: true,
  document: true,
  check: true,
  kind: true,
  code: true,
  outcome: true,
  endpoint: true,
  workflow: true,
  queue: true,
  activity: true,
  attempt: true,
  count: true,
  bytes: true,
  host: true,
  port: true,
  pid: true,
  exit: true,
  signal: true,
  child: true,
  engine: true,
  version: true,
} satisfies Record<keyof LogFields, true>;
const TEXT_MAX = 200;

/** A log of JSON lines on standard output, or on `stream`. Fields that are not on the list are dropped. */
export function createLog(options: {
  process: string;
  level?: string;
  stream?: DestinationStream;
}): Log {
  const settings = { level: options.level ?? 'info', base: { process: options.process } };
  const out = options.stream ? pino(settings, options.stream) : pino(settings);
  return {
    debug: (event, fields) => out.debug(allowed(fields), event),
    info: (event, fields) => out.info(allowed(fields), event),
    warn: (event, fields) => out.warn(allowed(fields), event),
    error: (event, error, fields) => {
      out.error({ ...allowed(fields), error: describeError(error) }, event);
    },
  };
}

function allowed(fields: LogFields = {}): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (!Object.hasOwn(FIELDS, name)) continue;
    if (typeof value === 'number') kept[name] = value;
    if (typeof value === 'string') kept[name] = value.slice(0, TEXT_MAX);
  }
  return kept;
}

interface ErrorFacts {
  name: string;
  code?: string;
  constraint?: string;
  frames: string[];
  cause?: ErrorFacts;
}

/**
 * What may be logged of an error. Its message is left out, because databases and parsers quote values in it.
 */
export function describeError(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    frames: frames.slice(0, 12).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 3
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}
