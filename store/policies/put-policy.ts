import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import { type Actor, SYSTEM } from '../../domain/access.ts';
import type { Policy } from '../../domain/policy.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { startProcessChain } from '../audit/start-process-chain.ts';
import type { Database } from '../database.ts';

/** Publishes a policy's version. The same again changes nothing; another content under its number throws. */
export async function publishPolicy(
  trx: Transaction<Database>,
  actor: Actor,
  input: { policy: Policy; at: string; request?: string | undefined },
): Promise<void> {
  const { policy, at, request } = input;
  const { name, version } = policy;
  const body = JSON.stringify(policy);
  const made = await trx
    .insertInto('policy')
    .values({ name, version, body, created_at: at, created_by: JSON.stringify(actor) })
    .onConflict((held) => held.doNothing())
    .returning('version')
    .executeTakeFirst();
  if (made) {
    await appendAudit(trx, actor, {
      action: 'policy.published',
      object: name,
      at,
      request,
      policy: { name, version },
    });
    return;
  }
  const kept = await trx
    .selectFrom('policy')
    .select('body')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  if (!isDeepStrictEqual(kept.body, JSON.parse(body))) {
    throw new Error(`the policy ${name}@${version} was published with another content`);
  }
}

/** Publishes what ships with this version of the program, at its start. */
export async function publishShipped(
  database: Kysely<Database>,
  policies: readonly Policy[],
  at: string,
): Promise<void> {
  await startProcessChain(database, at);
  await database.transaction().execute(async (trx) => {
    for (const policy of policies) await publishPolicy(trx, SYSTEM, { policy, at });
  });
}
