import { afterAll, beforeAll, expect, test } from 'vitest';
import { moved } from '../specimens/bill.ts';
import { letterPdf } from '../specimens/letter-forms.ts';
import { type Letter, makeLetter } from '../specimens/letter.ts';
import { type Client, itemOf, type Upload } from './client.ts';
import { addressOnly, bodyOf, letterUpload, newPerson } from './people.ts';
import { type Product, startProduct } from './product.ts';

/** Requires only a proof of address, and checks that it is not a copy of another customer's. */
const PAPERS = addressOnly('papers', ['document_unique']);

let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({ policies: [PAPERS] });
  app = await product.client();
});
afterAll(() => product.stop());

const letterOf = (seed: number) =>
  makeLetter({
    seed,
    country: 'DE',
    issuedOn: moved(new Date().toISOString().slice(0, 10), -20),
    digits: false,
  });

async function sentBy({ givenNames, familyName, address: of }: Letter, upload: Upload) {
  const person = newPerson({ givenNames, familyName, address: of });
  const { id } = await app.create(bodyOf(person, { policy: 'papers', level: 'plain' }));
  await app.submit(id, upload);
  return id;
}

const upload = (bytes: Buffer, name: string): Upload => {
  return { type: 'utility_bill', country: 'DE', name, bytes };
};

test('a photographed bill satisfies, and its copy for another customer goes to a person', async () => {
  const letter = letterOf(3001);
  const photo = await letterUpload(letter);
  const owner = await sentBy(letter, photo);
  const approved = await app.reach(owner, 'active/verified', 90_000);
  expect(itemOf(approved, 'address')).toMatchObject({ state: 'satisfied', attempts: 0 });
  const outcomes = (approved.checks ?? []).map(({ kind, outcome }) => [kind, outcome]);
  expect(Object.fromEntries(outcomes)).toEqual({
    file_safety: 'pass',
    image_quality: 'pass',
    address_match: 'pass',
    address_recency: 'pass',
    document_unique: 'pass',
  });
  const copy = await app.reach(await sentBy(letter, photo), 'approval_pending/in_review', 90_000);
  const doubted = (copy.checks ?? []).filter(({ outcome }) => outcome !== 'pass');
  expect(doubted.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['document_unique', 'inconclusive'],
  ]);
}, 240_000);

test('the same words in another file are noticed too', async () => {
  const letter = letterOf(3002);
  const pdf = await letterPdf(letter);
  const owner = await sentBy(letter, upload(pdf, 'bill.pdf'));
  await app.reach(owner, 'active/verified', 60_000);
  const again = Buffer.concat([pdf, Buffer.from('\n')]);
  const copy = await sentBy(letter, upload(again, 'bill.pdf'));
  await app.reach(copy, 'approval_pending/in_review', 60_000);
}, 150_000);
