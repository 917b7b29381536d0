import { type Actor, type Role, SCOPES, SYSTEM } from '../../domain/access/access.ts';
import { shift } from '../../domain/time.ts';
import { createApiKey } from '../../store/api-keys/create-api-key.ts';
import { connect } from '../../store/db/database.ts';

/** Makes the demo's keys and hands them to it by a pipe: a helper process of its own, as databases want. */
const ACTOR: Actor = { ...SYSTEM, id: 'demo' };

const url = process.env['DATABASE_URL'];
if (!url) throw new Error('DATABASE_URL is needed');
const db = connect(url, { max: 1, statementTimeoutMs: 10_000 });
const at = new Date().toISOString();
const make = async (role: Role, holder: string | null) => {
  const name = `demo ${role}`;
  const expiresAt = shift(at, { seconds: 3600 });
  const input = { name, role, holder, mode: 'test' as const, scopes: [...SCOPES], at, expiresAt };
  const { key } = await db.transaction().execute((trx) => createApiKey(trx, ACTOR, input));
  return key.reveal();
};
try {
  const keys = { app: await make('app', null), reviewer: await make('reviewer', 'demo-reviewer') };
  process.stdout.write(JSON.stringify(keys));
} finally {
  await db.destroy();
}
