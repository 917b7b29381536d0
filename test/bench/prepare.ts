import { Connection } from '@temporalio/client';
import { sql } from 'kysely';
import { SCOPES, SYSTEM } from '../../domain/access/access.ts';
import { BUILT_IN_POLICIES } from '../../domain/policy/built-in-policies.ts';
import { shift } from '../../domain/time.ts';
import { createApiKey } from '../../store/api-keys/create-api-key.ts';
import { startProcessChain } from '../../store/audit/start-process-chain.ts';
import { connect } from '../../store/db/database.ts';
import { publishBuiltIn } from '../../store/policies/put-policy.ts';
import type { Stack } from './stack.ts';
import { THREE_1 } from './three.ts';

export interface Prepared {
  key: string;
  versions: { databaseVersion: string; temporalVersion: string };
}

/** A key, the policy that is measured, and the versions of the servers. */
export async function prepare({ databaseUrl, temporalAddress }: Stack): Promise<Prepared> {
  const db = connect(databaseUrl, { max: 1 });
  const at = new Date().toISOString();
  await startProcessChain(db, at);
  await publishBuiltIn(db, [...BUILT_IN_POLICIES, THREE_1], at);
  const wish = { name: 'bench', mode: 'test', role: 'app', holder: null } as const;
  const made = await db.transaction().execute((trx) => {
    const expiresAt = shift(at, { days: 1 });
    return createApiKey(trx, SYSTEM, { ...wish, scopes: [...SCOPES], at, expiresAt });
  });
  const { rows } = await sql<{ server_version: string }>`SHOW server_version`.execute(db);
  await db.destroy();
  const connection = await Connection.connect({ address: temporalAddress });
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  await connection.close();
  const databaseVersion = rows[0]?.server_version ?? 'unknown';
  const versions = { databaseVersion, temporalVersion: String(serverVersion) };
  return { key: made.key.reveal(), versions };
}
