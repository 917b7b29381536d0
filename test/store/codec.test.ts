import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Payload } from '@temporalio/common';
import { CustomerCodec } from '../../store/codec.ts';
import { newId } from '../../store/new-id.ts';
import { freshStore, type TestStore } from './make.ts';

let store: TestStore;
let codec: CustomerCodec;
beforeAll(async () => {
  store = await freshStore();
  codec = new CustomerCodec(store.keys);
});
afterAll(() => store.end());

const of = (workflowId: string) => ({
  type: 'workflow' as const,
  namespace: 'default',
  workflowId,
});
const payload = (text: string): Payload => ({
  metadata: { encoding: Buffer.from('json/plain'), note: Buffer.from('kept') },
  data: Buffer.from(JSON.stringify(text)),
});
async function sealedOne(workflowId: string): Promise<Payload> {
  const [sealed] = await codec.encode([payload('canary')], of(workflowId));
  if (!sealed) throw new Error('nothing was encoded');
  return sealed;
}
async function made(): Promise<string> {
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  return customer;
}
const plain = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([k, v]) => [k, Buffer.from(v).toString()]),
  ),
  data: Buffer.from(data ?? []).toString(),
});

test.each(['case/<id>', 'case/<id>/screening-1'])(
  '%s is sealed with the customer’s key and opens without context',
  async (form) => {
    const customer = await made();
    const sealed = await sealedOne(form.replace('<id>', customer));
    const { metadata, data } = plain(sealed);
    expect(metadata).toEqual({ encoding: 'binary/encrypted', 'vouch-key': `${customer}/1` });
    expect(data).not.toContain('canary');
    const [opened] = await codec.decode([sealed]);
    expect(plain(opened ?? {})).toEqual(plain(payload('canary')));
  },
);

test('a system workflow takes the system key', async () => {
  const { metadata } = plain(await sealedOne('sys/checkpoint'));
  expect(metadata['vouch-key']).toBe('system/1');
});

test.each(['other/1', '', 'case/system', 'case/index', 'xcase/cus_1', 'case/'])(
  'a payload of “%s” is never encoded',
  async (id) => {
    await expect(codec.encode([payload('x')], of(id))).rejects.toThrow('no known owner');
  },
);

test('a payload without a context is never encoded', async () => {
  await expect(codec.encode([payload('x')])).rejects.toThrow('no known owner');
});

test('a customer without a key is refused, and gets none', async () => {
  const customer = newId('customer');
  await expect(sealedOne(`case/${customer}`)).rejects.toMatchObject({ code: 'key_destroyed' });
});

test('a payload of an unknown encoding is passed on as it is', async () => {
  const one = payload('as it is');
  expect(await codec.decode([one])).toEqual([one]);
});

test('an older key version opens after a rotation', async () => {
  const customer = await made();
  const sealed = await sealedOne(`case/${customer}`);
  await store.keys.rotate(customer);
  expect(plain(await sealedOne(`case/${customer}`)).metadata['vouch-key']).toBe(`${customer}/2`);
  const [opened] = await codec.decode([sealed]);
  expect(plain(opened ?? {}).data).toBe('"canary"');
});

test('a destroyed key leaves a tombstone, so that history stays readable as history', async () => {
  const customer = await made();
  const sealed = await sealedOne(`case/${customer}`);
  await store.keys.destroy(customer);
  const [opened] = await codec.decode([sealed]);
  expect(plain(opened ?? {})).toEqual({
    metadata: { encoding: 'json/plain' },
    data: '{"erased":true}',
  });
  await expect(sealedOne(`case/${customer}`)).rejects.toMatchObject({ code: 'key_destroyed' });
});

test('a payload relabelled as another customer’s does not open', async () => {
  const [a, b] = [await made(), await made()];
  const sealed = await sealedOne(`case/${a}`);
  const moved = { ...sealed, metadata: { ...sealed.metadata, 'vouch-key': Buffer.from(`${b}/1`) } };
  await expect(codec.decode([moved])).rejects.toThrow();
});
