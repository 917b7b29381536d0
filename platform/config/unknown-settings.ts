import { distance } from 'fuzzball';
import type { Env } from './env.ts';
import { SECRET_SETTINGS, SETTINGS } from './settings.ts';

const ALL = [...SETTINGS, ...SECRET_SETTINGS.map((name) => `${name}_FILE`)];

/** Prefixes that only our settings have: no other program uses such names. */
const OURS =
  /^(VOUCH|WEBHOOK|WORKER|VERIFICATION|VERIFY|SENDER|RECONCILE|KEK|WITNESS|BLOB|CODEC|RATE|BODY|ONFIDO|VENDOR|YARA|CLAMD|TRUSTED|SERVING|LIVE_OUTSIDE|PLAIN_HOSTS|KEYS_DATABASE|API_(BEHIND|DRAIN|OPS|PROCESS)|S3_(ACCESS|SECRET|SESSION|PATH)|TEMPORAL_(API|TLS|UI))_/;

/**
 * Names of others that look like ours: of the shell, an app, a scanner, OpenTelemetry, Compose, and clients
 * of the API.
 */
const FOREIGN =
  /^(VENDOR|CLAMD|APP_\w+|OTEL_TRACES_SAMPLER|VOUCH_(VERSION|URL|(\w+_)?KEY|WEBHOOK_SECRET))$/;

/** Variables that Kubernetes sets in a pod for each service, for example one named `api`. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;
const LINKED = /^(tcp|udp|sctp):\/\//;

/**
 * A problem for each variable that looks like a setting of ours but is none: otherwise one mistyped letter
 * would silently leave a default in force. `known` are further names that the calling process reads.
 */
export function unknownSettings(env: Env, known: readonly string[]): string[] {
  const names = [...new Set([...ALL, ...known])];
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value || names.includes(name) || isForeign(name, value)) return [];
    const nearest = nearestOf(name.toUpperCase(), names);
    const isMeant = OURS.test(`${name.toUpperCase()}_`) || nearest.away <= tolerance(nearest.name);
    return isMeant ? [`${name}: is no setting; did you mean ${nearest.name}?`] : [];
  });
}

function isForeign(name: string, value: string): boolean {
  return FOREIGN.test(name) || SERVICE_LINK.test(name) || LINKED.test(value);
}

function nearestOf(name: string, names: readonly string[]): { name: string; away: number } {
  const base = name.replace(/_FILE$/, '');
  if (names.includes(base)) return { name: base, away: 0 }; // this setting cannot come from a file
  const [first = { name: '', away: Infinity }] = names
    .map((one) => ({ name: one, away: distance(name, one, { full_process: false }) }))
    .toSorted((a, b) => a.away - b.away);
  return first;
}

/** How many letters of a name may be wrong: a sixth of a long name, at least two. */
function tolerance(name: string): number {
  return Math.max(2, Math.floor(name.length / 6));
}
