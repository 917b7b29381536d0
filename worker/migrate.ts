import { Connection } from '@temporalio/client';
import { BUILT_IN_POLICIES } from '../domain/policy/built-in-policies.ts';
import { destroyedListed } from '../store/audit/witness.ts';
import { connect, type KeysDatabase } from '../store/db/database.ts';
import { destroyListed } from '../store/keys/destroy-listed.ts';
import { grantServing } from '../store/db/grant-serving.ts';
import { migrateAll } from '../store/db/migrate.ts';
import { publishBuiltIn } from '../store/policies/put-policy.ts';
import { readMigrateConfig } from './config.ts';
import { createSearchAttributes } from './temporal/search-attributes.ts';
import { waitForServer } from './process/wait-for-server.ts';

const config = readMigrateConfig(process.env);
const urls = {
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
};
await waitForServer('the databases', () => migrateAll(urls));
const { servingRole } = config;
if (servingRole) await waitForServer('the databases', () => grantServing(urls, servingRole));
if (config.witnessDir) {
  // Done before any process starts: a restored copy of the keys database must not bring an erased customer
  // back.
  const listed = await destroyedListed(config.witnessDir);
  const keys = connect<KeysDatabase>(urls.keysDatabaseUrl, { max: 1 });
  const back = await waitForServer('the keys database', () => destroyListed(keys, listed));
  if (back.length > 0) console.error(`${back.length} keys were destroyed again: ${back.join(' ')}`);
  await keys.destroy();
}
const database = connect(urls.databaseUrl, { max: 1 });
const at = new Date().toISOString();
const left = await waitForServer('Postgres', () => publishBuiltIn(database, BUILT_IN_POLICIES, at));
for (const { name, version } of left) {
  console.error(`${name}@${version} is yours: what ships under this number was left out`);
}
await database.destroy();
await waitForServer('Temporal', async () => {
  const connection = await Connection.connect(config.temporal.connectionOptions);
  try {
    await createSearchAttributes(connection, config.temporal.namespace);
  } finally {
    await connection.close();
  }
});
