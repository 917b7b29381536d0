import { type Actor, type Role, SCOPES, SYSTEM } from '../../domain/access.ts';
import { shift } from '../../domain/time.ts';
import { createApiKey, KEY_DAYS_MAX } from '../../store/api-keys/create-api-key.ts';
import { listApiKeysUnscoped } from '../../store/api-keys/list-api-keys.ts';
import { startProcessChain } from '../../store/audit/start-process-chain.ts';
import { connect } from '../../store/database.ts';
import { readMigrateConfig } from '../config.ts';

const ACTOR: Actor = { ...SYSTEM, id: 'start' };
const KEYS: readonly { name: string; role: Role; holder: string | null }[] = [
  { name: 'first app', role: 'app', holder: null },
  { name: 'first reviewer', role: 'reviewer', holder: 'first-reviewer' },
];

const { databaseUrl } = readMigrateConfig(process.env);
const db = connect(databaseUrl.reveal(), { max: 1, statementTimeoutMs: 10_000 });
const at = new Date().toISOString();

if ((await listApiKeysUnscoped(db)).length === 0) await startProcessChain(db, at);
// Both or neither: a start that is broken off here would else never show the second.
const keys = await db.transaction().execute(async (trx) => {
  if ((await listApiKeysUnscoped(trx)).length > 0) return [];
  const made: { name: string; text: string }[] = [];
  for (const one of KEYS) {
    const expiresAt = shift(at, { days: KEY_DAYS_MAX });
    const input = { ...one, mode: 'test' as const, scopes: [...SCOPES], at, expiresAt };
    const { key } = await createApiKey(trx, ACTOR, input);
    made.push({ name: one.name, text: key.reveal() });
  }
  return made;
});
await db.destroy();

if (keys.length > 0) console.log('\nTest keys, shown this once:');
for (const { name, text } of keys) console.log(`  ${name.padEnd(15)}${text}`);
