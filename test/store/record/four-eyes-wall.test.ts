import { type Insertable, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { listDecisions } from '../../../store/decisions/decisions.ts';
import type { DecisionTable } from '../../../store/db/tables/cases.ts';
import {
  ANNA,
  answers,
  BERT,
  freshStore,
  happens,
  makeCase,
  saveCase,
  submission,
  TEST,
  type TestCase,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const FINAL = { reasons: ['declined_by_reviewer' as const], final: true };

/** A case in review with a final rejection that Anna proposed: not recorded yet. */
async function proposed(): Promise<TestCase> {
  const one = happens(await makeCase(store), submission());
  const two = happens(one, answers(one, 'inconclusive'));
  return happens(two, { kind: 'decision_proposed', actor: ANNA, ...said(two) });
}

function said(one: TestCase) {
  const evidence = evidenceParts(one.state);
  const texts = { note: null, message: null };
  return { outcome: 'reject' as const, requirements: null, ...FINAL, ...texts, evidence };
}

function answer(one: TestCase, actor: Actor, outcome: 'reject' | 'refuse' = 'reject'): CaseEvent {
  const confirms = one.state.proposal?.id ?? '';
  return { kind: 'decision_made', actor, ...said(one), outcome, confirms };
}

async function decisionsOf(one: TestCase) {
  return listDecisions(store.database, TEST, one.customer);
}

/** Writes a decision behind everybody's back. */
async function write(one: TestCase, change: Partial<Insertable<DecisionTable>>): Promise<void> {
  const { rows } = await sql<Insertable<DecisionTable>>`SELECT * FROM decision
    WHERE customer_id = ${one.customer} AND state = 'proposed'`.execute(store.database);
  const [row] = rows;
  if (!row) throw new Error('no proposal');
  const json = (value: unknown) => JSON.stringify(value);
  const made = { id: `${row.id}_x${Math.random()}`, state: 'made' as const };
  await store.database
    .insertInto('decision')
    .values({
      ...row,
      actor: json(row.actor),
      evidence_parts: json(row.evidence_parts),
      ...made,
      ...change,
    })
    .execute();
}

test('the database keeps a second half only with another person than the maker', async () => {
  const one = await proposed();
  await saveCase(store, one);
  const confirms = one.state.proposal?.id ?? '';
  const wall = 'decision_four_eyes_check';
  for (const outcome of ['reject', 'refuse'] as const) {
    const same = { outcome, confirms, person: 'Anna R', maker: 'Anna R' };
    await expect(write(one, same)).rejects.toThrow(wall);
    await expect(write(one, { ...same, person: null })).rejects.toThrow(wall);
    await expect(write(one, { ...same, person: 'Bert S', maker: null })).rejects.toThrow(wall);
    await expect(
      write(one, { ...same, person: 'Bert S', state: 'proposed', id: 'dec_other' }),
    ).rejects.toThrow(wall);
  }
  await expect(write(one, { outcome: 'refuse' })).rejects.toThrow('decision_refuse_check');
  await write(one, { confirms, person: 'Bert S', maker: 'Anna R' });
  for (const outcome of ['reject', 'refuse'] as const) {
    const again = { outcome, confirms, person: 'Carl S', maker: 'Anna R' };
    await expect(write(one, again)).rejects.toThrow('decision_confirms_key');
  }
});

test('the recorder takes the maker from the proposal itself, whatever a case says', async () => {
  const one = await proposed();
  await saveCase(store, one);
  // A case that lets its maker confirm: the state is past its own law, the wall is not.
  const forged = {
    ...one.state,
    proposal: one.state.proposal && { ...one.state.proposal, by: '?' },
  };
  const bad = happens({ ...one, state: forged }, answer(one, ANNA));
  await expect(saveCase(store, bad)).rejects.toThrow('decision_four_eyes_check');
  expect(await decisionsOf(one)).toMatchObject([{ state: 'proposed' }]);
  await saveCase(store, happens(one, answer(one, BERT)));
  expect(await decisionsOf(one)).toMatchObject([
    { state: 'proposed', by: ANNA },
    { state: 'made', by: BERT, confirms: one.state.proposal?.id },
  ]);
});

test.each(['reject', 'refuse'] as const)(
  'a proposal and its answer that are recorded together are both kept: %s',
  async (outcome) => {
    const one = await proposed();
    await saveCase(store, happens(one, answer(one, BERT, outcome)));
    expect(await decisionsOf(one)).toMatchObject([
      { state: 'proposed', outcome: 'reject', by: ANNA },
      { state: 'made', outcome, by: BERT, confirms: one.state.proposal?.id },
    ]);
    const { maker } = await store.database
      .selectFrom('decision')
      .select('maker')
      .where('customer_id', '=', one.customer)
      .where('state', '=', 'made')
      .executeTakeFirstOrThrow();
    expect(maker).toBe('Anna R');
  },
);

test('who proposed, who answered and which proposal: the audit trail alone tells', async () => {
  const one = await proposed();
  await saveCase(store, happens(one, answer(one, BERT, 'refuse')));
  const rows = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', one.customer)
    .orderBy('n', 'desc')
    .limit(4)
    .execute();
  const entries = rows.map(({ body }) => JSON.parse(body) as object).toReversed();
  const id = one.state.proposal?.id;
  expect(entries).toMatchObject([
    { action: 'case.decision_proposed', actor: ANNA },
    { action: 'decision.proposed', object: id },
    { action: 'case.proposal_refused', actor: BERT, data: { confirms: id } },
    { action: 'decision.made', data: { outcome: 'refuse' } },
  ]);
});
