import { Connection } from '@temporalio/client';
import { SHIPPED } from '../domain/shipped.ts';
import { destroyedListed } from '../store/audit/witness.ts';
import { connect, type KeysDatabase } from '../store/database.ts';
import { destroyListed } from '../store/destroy-listed.ts';
import { migrateAll } from '../store/migrate.ts';
import { publishShipped } from '../store/policies/put-policy.ts';
import { readMigrateConfig } from './config.ts';
import { createSearchAttributes } from './search-attributes.ts';

const config = readMigrateConfig(process.env);
await migrateAll({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
});
if (config.witnessDir) {
  // Before any process starts: a restored copy of the keys must not bring an erased customer back.
  const keys = connect<KeysDatabase>(config.keysDatabaseUrl.reveal(), { max: 1 });
  const back = await destroyListed(keys, await destroyedListed(config.witnessDir));
  if (back.length > 0) console.error(`${back.length} keys were destroyed again: ${back.join(' ')}`);
  await keys.destroy();
}
const database = connect(config.databaseUrl.reveal(), { max: 1 });
const left = await publishShipped(database, SHIPPED, new Date().toISOString());
for (const { name, version } of left) {
  console.error(`${name}@${version} is yours: what ships under this number was left out`);
}
await database.destroy();
const connection = await Connection.connect(config.temporal.connectionOptions);
await createSearchAttributes(connection, config.temporal.namespace);
await connection.close();
