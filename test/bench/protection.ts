import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { connect } from '../../store/db/database.ts';
import type { Api } from './client.ts';
import type { Figure } from './figure.ts';
import { life } from './life.ts';
import { prepare } from './prepare.ts';
import { openStack } from './stack.ts';
import { closedLoop, interleaved, median } from './statistics.ts';

const AT_ONCE = 16;
const WARM_UP = 100;
const TURNS = 5;
const PER_TURN = 96;
const MOST = 0.15;
const NO_SEALING = fileURLToPath(new URL('bare/no-sealing-main.ts', import.meta.url));

/** What sealing and audit cost a lifecycle: as shipped against the same without either, in turns. */
export async function protection(shipped: Api): Promise<Figure> {
  const stack = await openStack({ ...process.env, NODE_OPTIONS: `--import=${NO_SEALING}` });
  try {
    await dropAudit(stack.databaseUrl);
    const { key } = await prepare(stack);
    const bare: Api = { url: stack.apiUrl, key, repeated: 0 };
    await stack.startService('api');
    await stack.startService('worker');
    await stack.startMain('checks-main.ts');
    return await compare(shipped, bare);
  } finally {
    await stack.stop();
  }
}

/** The call stays where it is, and does nothing: no lock of a chain, no hash, no row. */
async function dropAudit(databaseUrl: string): Promise<void> {
  const db = connect(databaseUrl, { max: 1 });
  await sql`CREATE OR REPLACE FUNCTION audit_append(
      chain_id text, befores text[], afters text[], sealed_parts bytea[]) RETURNS integer
    LANGUAGE sql AS 'SELECT 0'`.execute(db);
  await db.destroy();
}

async function compare(shipped: Api, bare: Api): Promise<Figure> {
  const lives = (api: Api, count: number) =>
    closedLoop(count, AT_ONCE, async () => void (await life(api)));
  await lives(shipped, WARM_UP);
  await lives(bare, WARM_UP);
  const turn = (api: Api) => async () => PER_TURN / ((await lives(api, PER_TURN)).allMs / 1000);
  const turns = await interleaved(TURNS, { ours: turn(shipped), bare: turn(bare) });
  const [ours, without] = [median(turns.ours), median(turns.bare)];
  const cost = 1 - ours / without;
  return {
    name: 'sealing and audit, share of a lifecycle',
    ours: `${ours.toFixed(2)} /s, ${(cost * 100).toFixed(0)} % less`,
    bare: `${without.toFixed(2)} /s`,
    goal: `<= ${MOST * 100} %`,
    reached: cost <= MOST,
    data: { cost, turns, atOnce: AT_ONCE, perTurn: PER_TURN, warmUp: WARM_UP },
  };
}
