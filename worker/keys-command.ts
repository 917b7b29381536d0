import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { type Actor, MODES, ROLES, SCOPES, SYSTEM } from '../domain/access/access.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Secret } from '../domain/secret.ts';
import { shift } from '../domain/time.ts';
import { stateOf } from '../store/api-keys/api-key.ts';
import { createApiKey, KEY_DAYS_MAX } from '../store/api-keys/create-api-key.ts';
import { listApiKeysUnscoped } from '../store/api-keys/list-api-keys.ts';
import { revokeApiKey } from '../store/api-keys/revoke-api-key.ts';
import { startProcessChain } from '../store/audit/start-process-chain.ts';
import { connect, type Database } from '../store/db/database.ts';
import {
  LIVE_IS_REFUSED,
  servesLive,
  type ServingMode,
} from '../store/live-mode/require-serving.ts';

export const KEYS_USAGE = `vouch keys create --name NAME --mode live|test [--role ROLE] [--holder PERSON]
                   [--scopes all|SCOPE,SCOPE…] [--days N]
       vouch keys list
       vouch keys revoke ID`;

const ACTOR: Actor = { ...SYSTEM, id: 'vouch keys' };
const DAYS = 90;

/**
 * Makes, lists and ends keys directly in the database: for the first key of a deployment, and to get in again
 * when the last key is lost. Returns the lines to print, or null for unknown arguments. Throws `Refusal`.
 */
export async function keysCommand(
  args: string[],
  config: ServingMode & { databaseUrl: Secret<string> },
): Promise<string[] | null> {
  const [verb, ...rest] = args;
  const run = verb === undefined ? undefined : VERBS.get(verb);
  if (!run) return null;
  const isLive = verb === 'create' && read(rest)?.mode === 'live';
  if (isLive && !servesLive(config)) throw new Refusal('forbidden', LIVE_IS_REFUSED);
  const database = connect(config.databaseUrl.reveal(), { max: 1, statementTimeoutMs: 10_000 });
  try {
    return await run(database, rest, new Date().toISOString());
  } finally {
    await database.destroy();
  }
}

type Verb = (database: Kysely<Database>, args: string[], at: string) => Promise<string[] | null>;

const VERBS = new Map<string, Verb>([
  ['create', create],
  ['list', list],
  ['revoke', revoke],
]);

async function create(database: Kysely<Database>, args: string[], at: string) {
  const asked = read(args);
  if (asked === null) return null;
  const { days, ...more } = asked;
  const expiresAt = shift(at, { days });
  await startProcessChain(database, at);
  const { key } = await database
    .transaction()
    .execute((trx) => createApiKey(trx, ACTOR, { ...more, at, expiresAt }));
  return [key.reveal()];
}

async function list(database: Kysely<Database>, args: string[], at: string) {
  if (args.length > 0) return null;
  const keys = await listApiKeysUnscoped(database);
  return keys.map((key) =>
    [key.id, stateOf(key, at), key.mode, key.role, key.holder ?? '-', key.expiresAt, key.name].join(
      '\t',
    ),
  );
}

async function revoke(database: Kysely<Database>, args: string[], at: string) {
  const [id, ...more] = args;
  if (id === undefined || more.length > 0) return null;
  await startProcessChain(database, at);
  await database.transaction().execute((trx) => revokeApiKey(trx, ACTOR, { id, at }));
  return [`${id} is revoked`];
}

const TEXT = { type: 'string' } as const;
const OPTIONS = { name: TEXT, mode: TEXT, role: TEXT, holder: TEXT, scopes: TEXT, days: TEXT };

function read(args: string[]) {
  const { values } = parseArgs({ args, options: OPTIONS });
  const { name, holder = null } = values;
  const mode = MODES.find((one) => one === values.mode);
  const role = ROLES.find((one) => one === (values.role ?? 'app'));
  const words = values.scopes === undefined || values.scopes === 'all' ? null : values.scopes;
  const asked = words?.split(',') ?? SCOPES;
  const scopes = SCOPES.filter((scope) => asked.includes(scope));
  const days = Number(values.days ?? DAYS);
  if (!name || !mode || !role || role === 'system' || scopes.length < asked.length) return null;
  if (!Number.isInteger(days) || days < 1 || days > KEY_DAYS_MAX) {
    throw new Refusal('validation_failed', `a key lives from 1 to ${KEY_DAYS_MAX} days`);
  }
  return { name, mode, role, holder, scopes, days };
}
