import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Payload } from '@temporalio/common';
import { CustomerCodec, openForReading } from '../../../store/temporal/codec.ts';
import { newId } from '../../../platform/new-id.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

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

test('what nobody sealed is marked, with nothing of it left', async () => {
  const customer = await made();
  const [marked] = await codec.decode([payload('as it is')], of(`case/${customer}`));
  expect(plain(marked ?? {})).toEqual({
    metadata: { encoding: 'json/plain' },
    data: '{"vouch_foreign":"unsealed"}',
  });
  expect(await codec.decode([payload('as it is')])).toEqual([marked]);
});

test('for reading alone, what nobody sealed is shown as it is', async () => {
  const one = payload('as it is');
  expect(await openForReading(store.keys, one)).toEqual(one);
  const customer = await made();
  const sealed = await sealedOne(`case/${customer}`);
  expect(plain(await openForReading(store.keys, sealed)).data).toBe('"canary"');
});

test('a payload is opened for no workflow but those of whoever sealed it', async () => {
  const [a, b] = [await made(), await made()];
  const sealed = await sealedOne(`case/${a}`);
  const reasonFor = async (id: string) => {
    const [opened] = await codec.decode([sealed], of(id));
    return plain(opened ?? {}).data;
  };
  expect(await reasonFor(`case/${a}`)).toBe('"canary"');
  for (const id of [`case/${b}`, 'sys/checkpoint', 'evil', '', 'case/']) {
    expect(await reasonFor(id)).toBe('{"vouch_foreign":"other_key"}');
  }
});

test('what is cut, changed or named wrongly is marked, and throws nothing', async () => {
  const customer = await made();
  const { metadata, data } = await sealedOne(`case/${customer}`);
  const flipped = Buffer.from(data ?? []);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  const named = (id: string) => ({
    metadata: { ...metadata, 'vouch-key': Buffer.from(id) },
    data: data ?? null,
  });
  const wrong = [
    { metadata: metadata ?? null, data: flipped },
    { metadata: metadata ?? null, data: flipped.subarray(0, 5) },
    { metadata: metadata ?? null, data: Buffer.alloc(28) },
    ...['', '/', 'system', 'a/b/c', '__proto__/1', `${customer}/x`, `${customer}/99`].map(named),
  ];
  for (const one of wrong) {
    const [marked] = await codec.decode([one], of(`case/${customer}`));
    expect(plain(marked ?? {}).data).toBe('{"vouch_foreign":"damaged"}');
  }
});

test('a worker leaves out what has no key, and never what a case records', async () => {
  const workers = new CustomerCodec(store.keys, { withholds: true });
  const without = `case/${newId('customer')}`;
  for (const context of [undefined, of('evil/1'), of(without)]) {
    const [left] = await workers.encode([payload('canary')], context);
    expect(plain(left ?? {}).data).toBe('{"withheld":true}');
  }
  const recording = { ...of(without), type: 'activity' as const, isLocal: true };
  await expect(workers.encode([payload('x')], recording)).rejects.toThrow('key_destroyed');
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
  const [marked] = await codec.decode([moved]);
  expect(plain(marked ?? {}).data).toBe('{"vouch_foreign":"damaged"}');
});
