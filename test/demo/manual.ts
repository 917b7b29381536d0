import type { DocumentIn } from '../../api/client/client.ts';
import { PEOPLE } from '../specimens/people.ts';
import { create, present, tellChecks } from './acts.ts';
import { expectStanding, expectThat } from './expect.ts';
import { billOf, passportOf } from './papers.ts';
import type { Teller } from './teller.ts';

const PERSON = PEOPLE.jorg;
const COUNTRY = 'DE';

/** Step 5: the same under a policy where a person decides. */
export async function manualCase(
  teller: Teller,
  keys: { app: string; reviewer: string },
): Promise<void> {
  const { screen } = teller;
  screen.step(5, 'Under the policy `manual` a reviewer decides');
  const { id: customer } = await create(teller, keys.app, { person: PERSON, policy: 'manual' });
  screen.fact('customer', customer);
  screen.fact('in the Temporal UI', teller.caseAddress(customer));
  const papers: DocumentIn[] = [
    { type: 'passport', country: COUNTRY, front: await passportOf(PERSON, { angle: 4 }) },
    {
      type: 'utility_bill',
      country: COUNTRY,
      front: await billOf(PERSON, 1, { locale: 'de' }),
    },
  ];
  const { after: waiting } = await present(teller, keys.app, { customer, papers });
  expectStanding(screen, waiting, 'approval_pending / in_review');
  await decide(teller, keys.reviewer, customer);
  const decided = await teller.as(keys.app).get('/v1/customers/{id}', { id: customer });
  expectStanding(screen, decided, 'active / verified');
}

async function decide(teller: Teller, key: string, customer: string): Promise<void> {
  const { screen } = teller;
  const reviewer = teller.as(key);
  const { data: open } = await reviewer.get('/v1/reviews', { query: { customer } });
  const [review] = open;
  if (!review) throw new Error('no review is open');
  await reviewer.post('/v1/reviews/{id}/claim', { id: review.id });
  screen.fact('review', `${review.requirements.join(', ')}, due ${review.due_at.slice(0, 10)}`);
  const found = await reviewer.get('/v1/customers/{id}/documents', { id: customer });
  for (const { id, type, state } of found.data) {
    const headers = { 'vouch-reason': 'review' };
    const page = await reviewer.get('/v1/documents/{id}/pages/{n}', { id, n: 0, headers });
    screen.fact(type, `${state}, its page seen (${Math.round(page.length / 1024)} KB)`);
  }
  const documents = found.data.map(({ id }) => id);
  await tellChecks(teller, key, { customer, documents });
  const { evidence } = await reviewer.get('/v1/customers/{id}/checks', { id: customer });
  const note = 'Passport and bill agree with the details.';
  const body = { outcome: 'approve' as const, note, evidence };
  const made = await reviewer.post('/v1/customers/{id}/decisions', { id: customer, body });
  const { name, version } = made.policy;
  screen.fact('decision', `${made.outcome} by a ${made.by.kind}, policy ${name}@${version}`);
  screen.fact('because', note);
  expectThat(made.state === 'made' && made.outcome === 'approve', 'the reviewer approved');
}
