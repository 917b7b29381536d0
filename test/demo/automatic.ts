import type { DocumentIn } from '../../api/client/client.ts';
import { PEOPLE } from '../specimens/people.ts';
import { create, present, tellChecks } from './acts.ts';
import { expectStanding, expectThat, itemOf } from './expect.ts';
import { billOf, passportOf } from './papers.ts';
import type { Teller } from './teller.ts';

const PERSON = PEOPLE.anna;
const COUNTRY = 'SE';

/** Steps 1 to 4: Vouch verifies a person by itself. Gives the customer's id. */
export async function automaticCase(teller: Teller, key: string): Promise<string> {
  const { screen } = teller;
  screen.step(1, 'An app creates a customer');
  const created = await create(teller, key, { person: PERSON, policy: 'standard' });
  expectStanding(screen, created, 'approval_pending / collecting');
  expectThat(
    created.requirements.currently_due.join() === 'identity,address',
    'identity and address are due',
  );
  screen.fact('customer', created.id);
  screen.fact('in the Temporal UI', teller.caseAddress(created.id));
  await passport(teller, key, created.id);
  await oldBill(teller, key, created.id);
  await newBill(teller, key, created.id);
  return created.id;
}

async function passport(teller: Teller, key: string, customer: string): Promise<void> {
  teller.screen.step(2, 'A photo of her passport');
  const front = await passportOf(PERSON, { angle: 1.2, tilt: 0.02 });
  const papers: DocumentIn[] = [{ type: 'passport', country: COUNTRY, front }];
  const { after, documents } = await present(teller, key, { customer, papers });
  expectStanding(teller.screen, after, 'approval_pending / collecting');
  await tellChecks(teller, key, { customer, documents });
  expectThat(itemOf(after, 'identity').state === 'satisfied', 'identity is satisfied');
}

async function oldBill(teller: Teller, key: string, customer: string): Promise<void> {
  teller.screen.step(3, 'A utility bill of five months ago');
  const front = await billOf(PERSON, 5, { locale: 'sv' });
  const papers: DocumentIn[] = [{ type: 'utility_bill', country: COUNTRY, front }];
  const { after, documents } = await present(teller, key, { customer, papers });
  expectStanding(teller.screen, after, 'restricted / resubmission_required');
  await tellChecks(teller, key, { customer, documents });
  const { errors, attempts_left: left } = itemOf(after, 'address');
  for (const { code, message } of errors) teller.screen.fact('error', `${code}: ${message}`);
  teller.screen.fact('attempts left', String(left));
  const codes = errors.map(({ code }) => code).join();
  expectThat(codes === 'address_document_too_old', 'the bill is too old, and nothing else');
  expectThat(left === 2, 'two attempts are left');
}

async function newBill(teller: Teller, key: string, customer: string): Promise<void> {
  teller.screen.step(4, 'A bill of last month');
  const front = await billOf(PERSON, 1, { locale: 'sv' });
  const papers: DocumentIn[] = [{ type: 'utility_bill', country: COUNTRY, front }];
  const { after, documents } = await present(teller, key, { customer, papers });
  expectStanding(teller.screen, after, 'active / verified');
  await tellChecks(teller, key, { customer, documents });
  const asked = { id: customer, query: { expand: ['decisions' as const] } };
  const { decisions = [] } = await teller.as(key).get('/v1/customers/{id}', asked);
  const last = decisions.at(-1);
  if (!last) throw new Error('there is no decision');
  const { name, version } = last.policy;
  teller.screen.fact('decision', `${last.outcome} by ${last.by.kind}, policy ${name}@${version}`);
  const isByRule = last.outcome === 'approve' && last.by.kind === 'rule';
  expectThat(isByRule && name === 'standard' && version === 3, 'a rule of standard@3 approved');
}
