import { type Actor, type Role, SCOPES, SYSTEM } from '../../domain/access/access.ts';
import { shift } from '../../domain/time.ts';
import { createApiKey, KEY_DAYS_MAX } from '../../store/api-keys/create-api-key.ts';
import { listApiKeysUnscoped } from '../../store/api-keys/list-api-keys.ts';
import { startProcessChain } from '../../store/audit/start-process-chain.ts';
import { connect } from '../../store/db/database.ts';
import { readKeysConfig } from '../config.ts';
import { waitForServer } from '../process/wait-for-server.ts';

const ACTOR: Actor = { ...SYSTEM, id: 'start' };
const KEYS: readonly { name: string; role: Role; holder: string | null }[] = [
  { name: 'first app', role: 'app', holder: null },
  { name: 'first reviewer', role: 'reviewer', holder: 'first-reviewer' },
];

const { databaseUrl } = readKeysConfig(process.env);
const db = connect(databaseUrl.reveal(), { max: 1, statementTimeoutMs: 10_000 });
const at = new Date().toISOString();

// Kept across attempts: if the answer to a commit was lost, the keys exist and must be shown.
const made: { id: string; name: string; text: string }[] = [];
const keys = await waitForServer('Postgres', makeFirstKeys);
await db.destroy();

if (keys.length > 0) console.log('\nTest keys, shown this once:');
for (const { name, text } of keys) console.log(`  ${name.padEnd(15)}${text}`);

/**
 * Both keys are made in one transaction: after an interrupted start the second would otherwise never be
 * shown.
 */
async function makeFirstKeys(): Promise<typeof made> {
  if ((await listApiKeysUnscoped(db)).length === 0) await startProcessChain(db, at);
  return db.transaction().execute(async (trx) => {
    const there = new Set((await listApiKeysUnscoped(trx)).map(({ id }) => id));
    if (there.size > 0) return made.filter(({ id }) => there.has(id));
    for (const one of KEYS) {
      const expiresAt = shift(at, { days: KEY_DAYS_MAX });
      const input = { ...one, mode: 'test' as const, scopes: [...SCOPES], at, expiresAt };
      const { id, key } = await createApiKey(trx, ACTOR, input);
      made.push({ id, name: one.name, text: key.reveal() });
    }
    return made.slice(-KEYS.length);
  });
}
