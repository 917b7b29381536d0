import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal, type RefusalCode } from '../../../domain/refusal.ts';
import { newId } from '../../../platform/new-id.ts';
import { waitForKeyStore } from '../../../store/keys/wait-for-key-store.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

let store: TestStore;
const customer = newId('customer');
beforeAll(async () => {
  store = await freshStore();
  await store.keys.createCustomerKey(customer);
});
afterAll(() => store.end());

/** The real keys, after some refusals. */
function refusing(code: RefusalCode, times: number) {
  let asked = 0;
  const first = <T>(open: () => Promise<T>): Promise<T> => {
    asked += 1;
    return asked <= times ? Promise.reject(new Refusal(code)) : open();
  };
  return {
    count: () => asked,
    open: (owner: string) => first(() => store.keys.open(owner)),
    openVersion: (owner: string, version: number) =>
      first(() => store.keys.openVersion(owner, version)),
  };
}

test('a key is waited for while its store is away', async () => {
  const away = refusing('key_store_unavailable', 2);
  expect((await waitForKeyStore(away).open(customer)).owner).toBe(customer);
  expect(away.count()).toBe(3);
  const again = refusing('key_store_unavailable', 1);
  expect((await waitForKeyStore(again).openVersion(customer, 1)).version).toBe(1);
});

test('a destroyed key is not waited for', async () => {
  const gone = refusing('key_destroyed', 9);
  await expect(waitForKeyStore(gone).open(customer)).rejects.toMatchObject({
    code: 'key_destroyed',
  });
  expect(gone.count()).toBe(1);
});
