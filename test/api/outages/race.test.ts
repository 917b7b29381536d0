import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Answered } from '../kit/caller.ts';
import { newCustomer } from '../kit/people.ts';
import { detailsByHand } from '../kit/reviewed.ts';

const CUSTOMERS = 40;
const ROUNDS = 25;
const AT_ONCE = 8;
const TRIES = 50;

let kit: Kit;
let key: string;
let racers: string[];
beforeAll(async () => {
  kit = await openKit({ policies: [detailsByHand('raced')] });
  // No right to details: an answer then opens nothing, which is not what is tested here.
  key = await kit.key({ scopes: ['customers:read', 'customers:write', 'findings:read'] });
  const role = 'senior_reviewer' as const;
  racers = [await kit.key({ role, holder: 'red' }), await kit.key({ role, holder: 'blue' })];
});
afterAll(() => kit.close());

/** A write as an app makes it: where nobody knows what became of it, the same key asks again. */
async function write(
  method: string,
  path: string,
  asked: { key: string; body: object },
): Promise<Answered> {
  const once = randomUUID();
  for (let tries = 1; ; tries += 1) {
    const answer = await kit.ask(method, path, { ...asked, once });
    const { code } = answer.body as { code?: string };
    const isOpen = answer.status === 503 || code === 'idempotency_in_progress';
    if (!isOpen || tries === TRIES) return answer;
    await sleep(200);
  }
}

/** Both decide at the same moment, one so and the other so; the evidence is the same in every round. */
async function race(id: string, n: number): Promise<string> {
  const { evidence } = await kit.deps.store.database
    .selectFrom('case')
    .select('evidence')
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();
  const words = [
    { outcome: 'reject', reasons: ['details_incomplete'], evidence },
    { outcome: 'reject', reasons: ['more_information_needed'], evidence },
  ];
  const path = `/v1/customers/${id}/decisions`;
  const order = n % 2 === 0 ? [0, 1] : [1, 0];
  const answers = await Promise.all(
    order.map((one) => write('POST', path, { key: racers[one] ?? '', body: words[one] ?? {} })),
  );
  const won = answers.filter(({ status }) => status === 201);
  expect(won).toHaveLength(1);
  expect(answers.find(({ status }) => status !== 201)).toMatchObject({
    status: 409,
    body: { code: 'requirement_not_in_review' },
  });
  return won[0]?.text('/by/id') ?? '';
}

async function races(wins: Map<string, number>): Promise<void> {
  const body = newCustomer({ level: 'plain', policy: 'raced' });
  const made = await write('POST', '/v1/customers', { key, body });
  const id = made.text('/id');
  for (let n = 1; n <= ROUNDS; n += 1) {
    const winner = await race(id, n);
    wins.set(winner, (wins.get(winner) ?? 0) + 1);
    const again = await write('PATCH', `/v1/customers/${id}`, { key, body: { confirmed: true } });
    expect(again).toMatchObject({
      status: 200,
      body: { requirements: { in_review: ['details'] } },
    });
  }
}

test(`two reviewers race for a decision ${CUSTOMERS * ROUNDS} times: one decision each`, async () => {
  const wins = new Map<string, number>();
  let next = 0;
  const lane = async () => {
    while (next++ < CUSTOMERS) await races(wins);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const { database } = kit.deps.store;
  const made = await database
    .selectFrom('decision')
    .select(['customer_id', 'version'])
    .where('person', 'is not', null)
    .execute();
  expect(made).toHaveLength(CUSTOMERS * ROUNDS);
  const versions = new Set(made.map((one) => `${one.customer_id}/${one.version}`));
  expect(versions.size).toBe(CUSTOMERS * ROUNDS);
  const decided = await database
    .selectFrom('review')
    .select('id')
    .where('outcome', '=', 'decided')
    .execute();
  expect(decided).toHaveLength(CUSTOMERS * ROUNDS);
  // Either may win: a race that one always wins is none.
  expect([...wins.keys()].toSorted()).toEqual(['blue', 'red']);
}, 360_000);
