import { isIP } from 'node:net';
import type { Env } from './env.ts';
import { apiPort, isLocal, plainDatabase, plainUrl, weakPassword } from './production-network.ts';
import { kekProblem, sameOrInside } from './production-paths.ts';

/**
 * Says what is wrong with the raw text of a setting. The text may be a secret, so the message must not repeat
 * it.
 */
type Rule = (value: string | undefined, all: Env) => string | undefined;

/**
 * Settings that are unsafe with real customers, by field. Each process checks the fields that it has.
 */
const RULES: Readonly<Record<string, Rule>> = {
  vouchCrash: (value) => (value ? 'is for tests: it ends the process' : undefined),
  webhookLoopback: (value) => (value === 'on' ? 'lets webhooks reach this machine' : undefined),
  codecEndpoint: (value) =>
    value === 'on' ? 'lets whoever reaches the API read payloads without sign-in' : undefined,
  apiHost: apiPort,
  verifyUrl: (value) =>
    value?.startsWith('http:') ? 'customers send documents there: https alone' : undefined,
  trustedProxies: (value) =>
    value?.split(',').some(believesAnybody)
      ? 'so wide a range lets anybody say who they are'
      : undefined,
  databaseUrl: (value, all) => plainDatabase(value, all) ?? weakPassword(value),
  keysDatabaseUrl: (value, all) =>
    plainDatabase(value, all) ?? weakPassword(value) ?? sameDatabase(value, all),
  servingRole: (value) =>
    value ? undefined : 'is missing: processes serve with a role that owns no table',
  temporalAddress: (value, all) =>
    isLocal(value ?? '', all) || hasTemporalTls(all) ? undefined : PLAIN,
  clamdAddress: (value, all) =>
    !value || value.startsWith('/') || isLocal(value, all) ? undefined : PLAIN,
  otelExporterOtlpEndpoint: (value, all) => (plainUrl(value, all) ? PLAIN : undefined),
  witnessDir: (value, { blobDir }) => {
    if (!value) return 'is missing: the audit trail needs a witness outside the databases';
    if (blobDir && sameOrInside(value, blobDir)) return 'shares a folder with BLOB_DIR';
    return undefined;
  },
  kekFile: (value, { blobDir, witnessDir }) => {
    if (value === undefined) return undefined; // another rule reports this
    if (blobDir && sameOrInside(value, blobDir)) return 'lies in BLOB_DIR, beside what it opens';
    if (witnessDir && sameOrInside(value, witnessDir)) return 'lies in WITNESS_DIR';
    return kekProblem(value);
  },
};

const PLAIN = 'is reached without TLS: turn it on, or name its host in PLAIN_HOSTS';

/** Every problem of a process in production, each with the name of its setting; none in development. */
export function productionProblems(
  { raw, env }: { raw: Env; env: Env },
  nameOf: (field: string) => string,
): string[] {
  if (raw['vouchMode'] !== 'production') return [];
  const told = Object.entries(RULES).flatMap(([field, rule]) => {
    const problem = field in raw ? rule(raw[field], raw) : undefined;
    return problem === undefined ? [] : [`${nameOf(field)}: ${problem} (production)`];
  });
  return [...told, ...ofNode(env)];
}

/** Problems with Node's own variables that defeat the settings. */
function ofNode(env: Env): string[] {
  const verifies = env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0';
  const isOpen = /--(inspect|tls-keylog)/.test(env['NODE_OPTIONS'] ?? '');
  return [
    ...(verifies ? [] : ['NODE_TLS_REJECT_UNAUTHORIZED: certificates would be believed unseen']),
    ...(isOpen ? ['NODE_OPTIONS: a debugger or a log of TLS keys opens what is sealed'] : []),
  ];
}

function hasTemporalTls(all: Env): boolean {
  if (['0', 'false'].includes(all['temporalTls'] ?? '1')) return false;
  const fields = Object.keys(all).filter((field) => field.startsWith('temporalTls'));
  return [...fields, 'temporalApiKey'].some((field) => Boolean(all[field]));
}

function sameDatabase(value: string | undefined, { databaseUrl }: Env): string | undefined {
  const place = (url: string | undefined) => {
    if (url === undefined || !URL.canParse(url)) return undefined;
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  };
  const isSame = place(value) !== undefined && place(value) === place(databaseUrl);
  return isSame
    ? 'is the database of DATABASE_URL: keys must lie apart from what they open'
    : undefined;
}

/**
 * Whether a range is larger than the private ranges 10.0.0.0/8 and fc00::/7, so that a proxy of anybody would
 * be trusted.
 */
function believesAnybody(range: string): boolean {
  const [address = '', length] = range.trim().split('/');
  return length !== undefined && Number(length) < (isIP(address) === 6 ? 7 : 8);
}
