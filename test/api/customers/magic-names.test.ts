import { afterAll, beforeAll, expect, test } from 'vitest';
import { allPass, type Kit, openKit } from '../kit/api-kit.ts';
import { createdBy, form, newCustomer, picture } from '../kit/people.ts';

let kit: Kit;
const keys: Record<string, string> = {};
beforeAll(async () => {
  kit = await openKit({ runChecks: allPass });
  keys['test'] = await kit.key({ mode: 'test' });
  keys['live'] = await kit.key({ mode: 'live' });
});
afterAll(() => kit.close());

const bytes = picture();
const named = (name: string) => new File([bytes], name, { type: 'image/jpeg' });

async function send(mode: 'test' | 'live', customer: string, name: string, once?: string) {
  const asked = { key: keys[mode] ?? '', form: form({ type: 'passport', front: named(name) }) };
  const path = `/v1/customers/${customer}/documents`;
  return kit.ask('POST', path, once === undefined ? asked : { ...asked, once });
}

/** The column of each file of this customer. */
async function kept(customer: string): Promise<(string | null)[]> {
  const rows = await kit.deps.store.database
    .selectFrom('upload')
    .select('test_values')
    .where('customer_id', '=', customer)
    .orderBy('page')
    .execute();
  return rows.map((row) => row.test_values);
}

test('of a name in test mode the magic values are kept, and nothing else', async () => {
  const id = await createdBy(kit, keys['test'] ?? '');
  const sent = await send('test', id, 'Anna fail_name_mismatch+fail_document_expired (2).jpg');
  expect(sent.status).toBe(201);
  expect(await kept(id)).toEqual(['fail_name_mismatch fail_document_expired']);
});

test('a JSON body names its first page beside it', async () => {
  const id = await createdBy(kit, keys['test'] ?? '');
  const base64 = Buffer.from(await bytes.arrayBuffer()).toString('base64');
  const one = { type: 'national_id', front: base64, back: base64, file_name: 'pass_all.jpg' };
  const path = `/v1/customers/${id}/documents`;
  const sent = await kit.ask('POST', path, { key: keys['test'] ?? '', body: { documents: [one] } });
  expect(sent.status).toBe(201);
  expect(await kept(id)).toEqual(['pass_all', null]);
  const wrong = { documents: [{ ...one, file_name: 'fail_all.png' }] };
  const refused = await kit.ask('POST', path, { key: keys['test'] ?? '', body: wrong });
  expect(refused).toMatchObject({ status: 415, body: { code: 'file_type_mismatch' } });
});

test('a mistyped value is refused in test mode, and an ordinary name in live mode', async () => {
  const [tested, live] = [
    await createdBy(kit, keys['test'] ?? ''),
    await createdBy(kit, keys['live'] ?? ''),
  ];
  expect(await send('test', tested, 'fail_document_expird.jpg')).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/front', code: 'unknown_magic_value' }] },
  });
  expect(await kept(tested)).toEqual([]);
  expect((await send('live', live, 'fail_document_expird.jpg')).status).toBe(201);
});

test('a mistyped value in given names is refused in test mode, at first and in a change', async () => {
  const refused = {
    status: 422,
    body: { errors: [{ pointer: '/details/given_names', code: 'unknown_magic_value' }] },
  };
  const { details, ...more } = newCustomer();
  const send = (mode: 'test' | 'live', names: string, id = '') =>
    kit.ask(id ? 'PATCH' : 'POST', `/v1/customers${id}`, {
      key: keys[mode] ?? '',
      body: { ...(id ? {} : more), details: { ...(id ? {} : details), given_names: names } },
    });
  expect(await send('test', 'Anna inconclusive_screnning')).toMatchObject(refused);
  for (const mode of ['test', 'live'] as const) {
    expect((await send(mode, 'inconclusive_screening')).status).toBe(201);
    const id = `/${await createdBy(kit, keys[mode] ?? '')}`;
    const changed = await send(mode, 'Fail_sanctions', id);
    expect(changed).toMatchObject(mode === 'test' ? refused : { status: 200 });
  }
  expect((await send('live', 'Anna inconclusive_screnning')).status).toBe(201);
});

test('in live mode no magic value is kept', async () => {
  const id = await createdBy(kit, keys['live'] ?? '');
  expect((await send('live', id, 'fail_document_expired.jpg')).status).toBe(201);
  expect(await kept(id)).toEqual([null]);
});

test('the same picture with another value is another request', async () => {
  const id = await createdBy(kit, keys['test'] ?? '');
  expect((await send('test', id, 'fail_document_expired.jpg', 'once')).status).toBe(201);
  expect((await send('test', id, 'fail_document_expired.jpg', 'once')).status).toBe(201);
  const other = await send('test', id, 'pass_all.jpg', 'once');
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused' });
});
