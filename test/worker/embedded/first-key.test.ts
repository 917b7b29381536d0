import { expect, inject, test } from 'vitest';
import { SCOPES } from '../../../domain/access/access.ts';
import { createKeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import { connect } from '../../../store/db/database.ts';
import { runMain } from '../../../worker/embedded/processes/children.ts';
import { freshDatabases } from '../../support/postgres.ts';

test('the first start makes an app’s and a reviewer’s key, audited; no other start does', async () => {
  const { databaseUrl, keysDatabaseUrl, drop } = await freshDatabases();
  const lines: string[] = [];
  const run = () =>
    runMain(
      'worker/embedded/first-key',
      [],
      {
        ...process.env,
        DATABASE_URL: databaseUrl,
        KEYS_DATABASE_URL: keysDatabaseUrl,
        TEMPORAL_ADDRESS: inject('temporalAddress'),
      },
      (line) => lines.push(line),
    );
  await run();
  await run();
  const keys = lines.flatMap((line) => /vk_test_\w+$/.exec(line)?.[0] ?? []);
  const db = connect(databaseUrl);
  const verifier = createKeyVerifier(db);
  expect(await Promise.all(keys.map((key) => verifier.verify(key)))).toMatchObject([
    { mode: 'test', scopes: SCOPES, actor: { role: 'app', holder: null } },
    { mode: 'test', scopes: SCOPES, actor: { role: 'reviewer', holder: 'first-reviewer' } },
  ]);
  const audited = await db.selectFrom('audit_entry').select('body').execute();
  const text = audited.map(({ body }) => body).join('\n');
  expect(text.match(/api_key\.created/g)).toHaveLength(2);
  for (const key of keys) expect(text).not.toContain(key);
  await db.destroy();
  await drop();
});
