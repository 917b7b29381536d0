import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Policy } from '../../../domain/policy/policy.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy } from '../kit/people.ts';

/** Rules that no API publishes: without those of a selfie, which the level `enhanced` asks for. */
const { selfie: _selfie, ...some } = STANDARD_1.requirements;
const LAME = { ...STANDARD_1, name: 'lame', requirements: some as Policy['requirements'] };
const named = (name: string): Policy => ({ ...STANDARD_1, name });

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit({ policies: [LAME, named('brittle'), named('erasing')] });
  key = await kit.key();
});
afterAll(() => kit.close());

/** The move of all cases of a policy, once it has ended. */
async function moved(policy: string, to: string): Promise<object> {
  const body = { filter: { policy } };
  const answer = await kit.ask('POST', `/v1/policies/${to}/versions/1/move`, { key, body });
  const read = () => kit.ask('GET', `/v1/policy-moves/${answer.text('/id')}`, { key });
  await expect.poll(async () => (await read()).text('/state'), { timeout: 20_000 }).toBe('done');
  return (await read()).body as object;
}

const policyOf = async (customer: string) =>
  (await kit.ask('GET', `/v1/customers/${customer}`, { key })).text('/policy/name');

test('rules that are no policy break no case: none takes them', async () => {
  const broken = await createdBy(kit, key, { policy: 'brittle', level: 'enhanced' });
  const plain = await createdBy(kit, key, { policy: 'brittle' });
  expect(await moved('brittle', 'lame')).toMatchObject({
    done: 2,
    moved: 0,
    refused: { command_not_taken: 2 },
  });
  expect([await policyOf(plain), await policyOf(broken)]).toEqual(['brittle', 'brittle']);
});

test('a case whose key was destroyed refuses, and holds back no other', async () => {
  const gone = await createdBy(kit, key, { policy: 'erasing' });
  const plain = await createdBy(kit, key, { policy: 'erasing' });
  await kit.deps.store.keys.destroy(gone);
  expect(await moved('erasing', 'manual')).toMatchObject({
    done: 2,
    moved: 1,
    refused: { key_destroyed: 1 },
  });
  expect(await policyOf(plain)).toBe('manual');
});
