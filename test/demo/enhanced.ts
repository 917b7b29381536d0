import type { DocumentIn } from '../../api/client/client.ts';
import { animatedStill } from '../specimens/animated-still.ts';
import { PEOPLE } from '../specimens/people.ts';
import { STILLS, stillOf } from '../specimens/stills.ts';
import { create, present, tellChecks } from './acts.ts';
import { expectStanding, expectThat, itemOf } from './expect.ts';
import { billOf, passportOf, photographedBill } from './papers.ts';
import type { Teller } from './teller.ts';

const PERSON = PEOPLE.jorg;
const COUNTRY = 'DE';
const DECLARED = { occupation: 'engineer', source_of_funds: 'salary' };

/** Level `enhanced`: to `active` with no person under a policy for tests, to a person by default. */
export async function enhancedCase(teller: Teller, key: string): Promise<void> {
  const { screen } = teller;
  screen.step(1, 'Level enhanced, under a policy for tests that accepts a passed challenge');
  const first = await evidence(teller, key, 'unattended');
  const passed = await selfie(teller, key, first);
  expectStanding(screen, passed.after, 'active / verified');
  await decidedByRule(teller, key, first);
  screen.step(2, 'What was not proven');
  const missing = await notProven(teller, key, { customer: first, documents: passed.documents });
  for (const sentence of missing) screen.fact('not proven', sentence);
  screen.remark('the frames above are one still that software turned: nobody was there');
  expectThat(
    missing.some((one) => one.includes('a still that software turns passes')),
    'the finding says it too',
  );
  screen.step(3, 'The same under the default policy: a person, with everything prepared');
  const second = await evidence(teller, key, 'standard');
  const payslip = await billOf(PERSON, 1, { locale: 'de' });
  const papers = [{ type: 'funds_evidence' as const, country: COUNTRY, front: payslip }];
  await present(teller, key, { customer: second, papers });
  const waiting = await selfie(teller, key, second);
  expectStanding(screen, waiting.after, 'approval_pending / in_review');
  expectThat(
    itemOf(waiting.after, 'selfie').state === 'in_review',
    'the selfie waits for a person',
  );
}

/** A customer with a passport and a photographed bill; the portrait in the passport is the still's. */
async function evidence(teller: Teller, key: string, policy: string): Promise<string> {
  const wish = { person: PERSON, policy, level: 'enhanced', declared: DECLARED };
  const { id } = await create(teller, key, wish);
  const face = await stillOf(STILLS.one);
  const passport = await passportOf(PERSON, { angle: 1.2, tilt: 0.02 }, face);
  const papers: DocumentIn[] = [
    { type: 'passport', country: COUNTRY, front: passport },
    { type: 'utility_bill', country: COUNTRY, front: await photographedBill(PERSON) },
  ];
  const { after } = await present(teller, key, { customer: id, papers });
  expectThat(itemOf(after, 'identity').state === 'satisfied', 'identity is satisfied');
  expectThat(itemOf(after, 'address').state === 'satisfied', 'address is satisfied');
  return id;
}

/** Consent, a challenge, and the frames that answer it. */
async function selfie(teller: Teller, key: string, customer: string) {
  const api = teller.as(key);
  await api.post('/v1/customers/{id}/consents', {
    id: customer,
    body: { purpose: 'face_biometrics', given: true, text_version: '2026-11', language: 'de-DE' },
  });
  const challenge = await api.post('/v1/customers/{id}/liveness-challenges', { id: customer });
  teller.screen.fact('challenge', challenge.steps.join(', '));
  await new Promise((done) => setTimeout(done, 2500)); // nobody turns their head faster
  const frames = (await animatedStill(challenge.steps)).map(
    (bytes, n) => new File([new Uint8Array(bytes)], `frame-${n}.jpg`, { type: 'image/jpeg' }),
  );
  const shown = challenge.steps.map((_, n) => n);
  const papers: DocumentIn[] = [{ type: 'selfie', frames, challenge: { id: challenge.id, shown } }];
  const { after, documents } = await present(teller, key, { customer, papers });
  await tellChecks(teller, key, { customer, documents });
  return { after, documents };
}

async function decidedByRule(teller: Teller, key: string, customer: string): Promise<void> {
  const asked = { id: customer, query: { expand: ['decisions' as const] } };
  const { decisions = [] } = await teller.as(key).get('/v1/customers/{id}', asked);
  const { name, version } = decisions.at(-1)?.policy ?? { name: '', version: 0 };
  teller.screen.fact('decision', `by rule, policy ${name}@${version}`);
  expectThat(
    decisions.every(({ by }) => by.kind === 'rule'),
    'no person decided anything',
  );
}

async function notProven(
  teller: Teller,
  key: string,
  of: { customer: string; documents: string[] },
): Promise<string[]> {
  const { data } = await teller.as(key).get('/v1/customers/{id}/checks', { id: of.customer });
  const theirs = data.filter(({ document }) => of.documents.includes(document ?? ''));
  return theirs.flatMap(({ finding }) => finding?.not_proven ?? []);
}
