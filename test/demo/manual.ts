import { CheckList } from '../../api/schemas/check.ts';
import { DecisionMade } from '../../api/schemas/decision.ts';
import { CustomerBody } from '../../api/schemas/customer.ts';
import { DocumentList } from '../../api/schemas/document.ts';
import { ReviewBody, ReviewList } from '../../api/schemas/review.ts';
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
  const papers = [
    { type: 'passport' as const, country: COUNTRY, front: await passportOf(PERSON, { angle: 4 }) },
    {
      type: 'utility_bill' as const,
      country: COUNTRY,
      front: await billOf(PERSON, 1, { locale: 'de' }),
    },
  ];
  const { after: waiting } = await present(teller, keys.app, { customer, papers });
  expectStanding(screen, waiting, 'approval_pending / in_review');
  await decide(teller, keys.reviewer, customer);
  const path = `/v1/customers/${customer}`;
  const decided = await teller.ask('GET', path, { key: keys.app, schema: CustomerBody });
  expectStanding(screen, decided, 'active / verified');
}

async function decide(teller: Teller, key: string, customer: string): Promise<void> {
  const { screen } = teller;
  const reviews = `/v1/reviews?customer=${customer}`;
  const { data: open } = await teller.ask('GET', reviews, { key, schema: ReviewList });
  const [review] = open;
  if (!review) throw new Error('no review is open');
  await teller.ask('POST', `/v1/reviews/${review.id}/claim`, { key, schema: ReviewBody });
  screen.fact('review', `${review.requirements.join(', ')}, due ${review.due_at.slice(0, 10)}`);
  const path = `/v1/customers/${customer}`;
  const found = await teller.ask('GET', `${path}/documents`, { key, schema: DocumentList });
  for (const { id, type, state } of found.data) {
    const bytes = await teller.download(`/v1/documents/${id}/pages/0`, key, 'review');
    screen.fact(type, `${state}, its page seen (${Math.round(bytes / 1024)} KB)`);
  }
  const documents = found.data.map(({ id }) => id);
  await tellChecks(teller, key, { customer, documents });
  const { evidence } = await teller.ask('GET', `${path}/checks`, { key, schema: CheckList });
  const note = 'Passport and bill agree with the details.';
  const json = { outcome: 'approve', note, evidence };
  const made = await teller.ask('POST', `${path}/decisions`, { key, schema: DecisionMade, json });
  const { name, version } = made.policy;
  screen.fact('decision', `${made.outcome} by a ${made.by.kind}, policy ${name}@${version}`);
  screen.fact('because', note);
  expectThat(made.state === 'made' && made.outcome === 'approve', 'the reviewer approved');
}
