import type { BodyOf, DocumentIn } from '../../api/client/client.ts';
import { ANNA_NEW_ADDRESS, PEOPLE, type Person } from '../specimens/people.ts';
import { present, settled, tellChecks } from './acts.ts';
import { type Customer, daysUntil, expectStanding, expectThat, itemOf } from './expect.ts';
import { billOf, passportOf } from './papers.ts';
import type { Teller } from './teller.ts';

const MOVED: Person = { ...PEOPLE.anna, address: ANNA_NEW_ADDRESS };
const MARRIED: Person = { ...PEOPLE.anna_married, address: ANNA_NEW_ADDRESS };
const COUNTRY = 'SE';

/** Step 6: a life goes on, and only what changed is asked for again. */
export async function movedCase(teller: Teller, key: string, customer: string): Promise<void> {
  const at = { key, customer };
  await house(teller, at);
  await name(teller, at);
}

type At = { key: string; customer: string };

async function house(teller: Teller, { key, customer }: At): Promise<void> {
  teller.screen.step(6, 'She moves house');
  const { line1, city, postalCode, country } = ANNA_NEW_ADDRESS;
  const address = { line1, city, postal_code: postalCode, country };
  const due = await change(teller, { key, customer }, { address });
  expectStanding(teller.screen, due, 'active / requirements_due');
  const days = daysUntil(itemOf(due, 'address').deadline);
  teller.screen.fact('deadline', `${days} days`);
  expectThat(days === 14, 'there are 14 days');
  const front = await billOf(MOVED, 1, { locale: 'sv' });
  const papers: DocumentIn[] = [{ type: 'utility_bill', country: COUNTRY, front }];
  const { after, documents } = await present(teller, key, { customer, papers });
  expectStanding(teller.screen, after, 'active / verified');
  await tellChecks(teller, key, { customer, documents });
}

async function name(teller: Teller, { key, customer }: At): Promise<void> {
  teller.screen.step(6, 'She marries, and her family name changes');
  const doubted = await change(teller, { key, customer }, { family_name: MARRIED.familyName });
  expectStanding(teller.screen, doubted, 'restricted / reverification_required');
  const front = await passportOf(MARRIED);
  const papers: DocumentIn[] = [{ type: 'passport', country: COUNTRY, front }];
  const { after, documents } = await present(teller, key, { customer, papers });
  await tellChecks(teller, key, { customer, documents });
  expectStanding(teller.screen, after, 'active / verified');
}

/** Changes details and waits until the checks of the documents at hand have answered. */
async function change(
  teller: Teller,
  { key, customer }: At,
  details: BodyOf<'patch', '/v1/customers/{id}'>['details'],
): Promise<Customer> {
  await teller.as(key).patch('/v1/customers/{id}', { id: customer, body: { details } });
  return settled(teller, key, customer);
}
