import { randomUUID } from 'node:crypto';
import { formOf } from '../journey/client.ts';
import { bodyOf, newPerson } from '../journey/people.ts';
import { type Corpus, type Kept, paper, plainly } from './customers.ts';

type Asker = ReturnType<typeof plainly>;

/** Lets customers come to each phase in which a case can rest, and says how they stand. */
export async function liveThrough(
  url: string,
  { key, reviewerKey }: { key: string; reviewerKey: string },
): Promise<Pick<Corpus, 'customers' | 'kept'>> {
  const app = plainly(url, key);
  const kept = await keepAnswer(app);
  const reviewer = plainly(url, reviewerKey);
  const standing: Record<string, () => Promise<[id: string, standing: string]>> = {
    collecting: async () => [await create(app), 'approval_pending/collecting'],
    verified: async () => [await verified(app), 'active/verified'],
    in_review: async () => {
      const id = await create(app, { level: 'basic', policy: 'manual' });
      await submit(app, id, 'passport', 'pass_all');
      return [id, 'approval_pending/in_review'];
    },
    approved: async () => {
      const id = await create(app, { level: 'basic', policy: 'manual' });
      await submit(app, id, 'passport', 'pass_all');
      await app.reach(id, 'approval_pending/in_review');
      await approve(reviewer, id);
      return [id, 'active/verified'];
    },
    asked_again: async () => {
      const id = await create(app);
      await submit(app, id, 'passport', 'pass_all');
      await submit(app, id, 'utility_bill', 'fail_address_document_too_old');
      return [id, 'restricted/resubmission_required'];
    },
    locked: async () => {
      const id = await verified(app);
      await app.asked('POST', `/v1/customers/${id}/lock`, { body: {} });
      return [id, 'locked/locked_by_operator'];
    },
    closed: async () => {
      const id = await create(app);
      await app.asked('POST', `/v1/customers/${id}/close`, { body: {} });
      return [id, 'locked/closed'];
    },
  };
  const customers: Record<string, Kept> = {};
  for (const [name, live] of Object.entries(standing)) {
    const [id, rest] = await live();
    await app.reach(id, rest);
    customers[name] = await app.keep(id);
  }
  return { customers, kept };
}

/** Submits one paper whose name says how its checks end. */
export async function submit(app: Asker, id: string, type: string, asks: string): Promise<void> {
  const form = formOf(await paper(type, asks));
  await app.asked('POST', `/v1/customers/${id}/documents`, { form });
}

/** Claims the open review of a customer, and approves on its evidence. */
export async function approve(reviewer: Asker, id: string): Promise<void> {
  const { data } = (await reviewer.asked('GET', `/v1/reviews?customer=${id}`)) as {
    data: { id: string; evidence: string }[];
  };
  const [review] = data;
  if (!review) throw new Error('no review is open');
  await reviewer.asked('POST', `/v1/reviews/${review.id}/claim`, { body: {} });
  const body = { outcome: 'approve', evidence: review.evidence };
  await reviewer.asked('POST', `/v1/customers/${id}/decisions`, { body });
}

async function create(app: Asker, more: Record<string, unknown> = {}): Promise<string> {
  const body = bodyOf(newPerson(), more);
  return ((await app.asked('POST', '/v1/customers', { body })) as { id: string }).id;
}

async function verified(app: Asker): Promise<string> {
  const id = await create(app, { level: 'basic' });
  await submit(app, id, 'passport', 'pass_all');
  await app.reach(id, 'active/verified');
  return id;
}

/** A request with its fields in another order than sorted: as it was fingerprinted then. */
async function keepAnswer(app: Asker): Promise<Corpus['kept']> {
  const once = randomUUID();
  const body = bodyOf(newPerson(), { metadata: { plan: 'gold', app: 'ios' } });
  const answer = await app.asked('POST', '/v1/customers', { body, once });
  return { at: new Date().toISOString(), once, body, answer };
}
