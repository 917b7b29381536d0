import { createHash } from 'node:crypto';
import type { Person } from '../specimens/people.ts';
import type { Client, Upload } from './client.ts';
import { billOf, bodyOf, passportOf } from './people.ts';
import type { Product } from './product.ts';

/** A person whose words occur nowhere else. */
export const CANARY: Person = {
  givenNames: 'Zorvanda Quelbrith',
  familyName: 'Vexelthorn',
  birthDate: '1963-05-27',
  sex: 'F',
  nationality: 'SE',
  icao: 'SWE',
  birthPlace: 'Wumbleholm',
  documentNumber: 'KT7390152',
  issuedOn: '2025-02-11',
  expiresOn: '2034-02-10',
  address: {
    line1: 'Quibblegatan 77',
    line2: 'Ugglaport',
    city: 'Xanthuby',
    region: 'Nyckelmark',
    postalCode: '753 20',
    country: 'SE',
  },
};
const NEW_NAME = 'Wrenchbottle';

/** What people write about the customer, and what an app stores with them. */
const SAID = {
  email: 'zorvanda@canary-mail.example',
  phone: '+46739415026',
  employment_status: 'Tinderkeeper',
  occupation: 'Glimmerwright',
  source_of_funds: 'Snorkelmint',
  expected_monthly_amount: '918273645546',
  metadata: 'Frobnicast & Söner',
  note: 'Plinkerdust says the note',
  message: 'Dabblewick asks for a newer bill',
  review_note: 'Hufflegrain looked at it',
  escalation: 'Crumplezeit is unsure',
  lock: 'Spindlefax has a question',
  unlock: 'Moorglint answered it',
  close: 'Tattlebrook moved abroad',
  file_name: 'Zibberlot.jpg',
};
/** Words that are sent in requests that are refused. */
const MISSPOKEN = ['Gnarlvine', 'Bumblecrest', 'Quoxitude', 'Flimsyheart', 'Jabberfloss'];

export interface Told {
  id: string;
  app: Client;
  reviewer: Client;
  /** Strings that must not be found outside sealed data. */
  canaries: string[];
  /** A piece from the middle of each file that was sent. */
  pieces: Buffer[];
}

/** Plays the acceptance story under the manual policy, with all its private data. */
export async function tell(product: Product): Promise<Told> {
  const app = await product.client();
  const reviewer = await product.client({ role: 'reviewer', holder: 'reviewer-7' });
  const senior = await product.client({ role: 'senior_reviewer', holder: 'senior-3' });
  const passport = { ...(await passportOf(CANARY)), name: SAID.file_name };
  const bills = [await billOf(CANARY), await billOf(CANARY, { daysOld: 3 })] as const;
  const { id } = await app.create(body());
  await app.ask('POST', `/v1/customers/${id}/consents`, {
    body: { purpose: 'identity_verification', given: true, text_version: '1', language: 'sv' },
  });
  await app.submit(id, [passport, bills[0]]);
  await review(product, id, { reviewer, senior });
  await app.submit(id, bills[1]);
  await app.rest(id);
  await reviewer.decide(id, { outcome: 'approve', note: SAID.note });
  await app.change(id, { details: { family_name: NEW_NAME }, metadata: { kept: SAID.metadata } });
  await app.rest(id);
  await app.move(id, 'lock', { reason: SAID.lock });
  await app.move(id, 'unlock', { reason: SAID.unlock });
  await misspeak(app, id, passport);
  await app.ask('GET', `/v1/customers/${id}/checks`);
  await app.move(id, 'close', { reason: SAID.close });
  const files = [passport, ...bills].map(({ bytes }) => bytes);
  const digests = files.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  const pieces = files.map((bytes) => bytes.subarray(bytes.length / 2, bytes.length / 2 + 32));
  return { id, app, reviewer, canaries: [...wordsOf(), ...digests], pieces };
}

function body() {
  const { line1, line2, city, region, postalCode: postal_code, country } = CANARY.address;
  const { details } = bodyOf(CANARY);
  const { email, phone, employment_status, occupation, source_of_funds } = SAID;
  const more = { email, phone, employment_status, occupation, source_of_funds };
  return bodyOf(CANARY, {
    policy: 'manual',
    external_id: 'story-1',
    metadata: { kept: SAID.metadata },
    details: {
      ...details,
      ...more,
      expected_monthly_amount: SAID.expected_monthly_amount,
      address: { line1, line2, city, region, postal_code, country },
    },
  });
}

/** A reviewer looks at everything, is unsure, and requests another bill. */
async function review(
  product: Product,
  id: string,
  { reviewer, senior }: { reviewer: Client; senior: Client },
): Promise<void> {
  const { documents = [] } = await (await product.client()).rest(id);
  const found = await reviewer.ask('GET', `/v1/reviews?customer=${id}`);
  const { data } = found.body as { data: { id: string; evidence: string }[] };
  const [{ id: open, evidence } = { id: '', evidence: '' }] = data;
  await reviewer.ask('POST', `/v1/reviews/${open}/claim`);
  await reviewer.read(id);
  for (const one of documents) {
    const headers = { 'vouch-reason': 'review' };
    await reviewer.ask('GET', `/v1/documents/${one.id}/pages/0`, { headers });
  }
  await reviewer.ask('GET', `/v1/customers/${id}/checks`);
  await reviewer.ask('POST', `/v1/reviews/${open}/notes`, { body: { text: SAID.review_note } });
  const reason = SAID.escalation;
  await reviewer.ask('POST', `/v1/reviews/${open}/escalate`, { body: { reason } });
  await reviewer.ask('POST', `/v1/customers/${id}/decisions`, {
    body: {
      outcome: 'request_documents',
      requirements: ['address'],
      note: SAID.note,
      message: SAID.message,
      evidence,
    },
  });
  await senior.read(id);
}

/** Sends requests that are refused, with private words wherever a request may contain text. */
async function misspeak(app: Client, id: string, passport: Upload): Promise<void> {
  const [a = '', b = '', c = '', d = '', e = ''] = MISSPOKEN;
  const customer = `/v1/customers/${id}`;
  const person = bodyOf(CANARY);
  await app.ask('POST', '/v1/customers', { body: { ...person, details: { family_name: [a] } } });
  await app.ask('POST', '/v1/customers', { body: { ...person, details: { birth_date: a } } });
  await app.ask('POST', '/v1/customers', { body: { ...person, [b]: b } });
  await app.ask('POST', '/v1/customers', { body: { ...person, external_id: `${a}@${b}.example` } });
  await app.ask('POST', '/v1/customers', { body: { ...person, level: c, policy: c } });
  await app.ask('POST', '/v1/customers', { body: `{"details": "${d}` });
  await app.ask('POST', '/v1/customers', { body: { metadata: { [`${e} key`]: e } } });
  await app.ask('PATCH', customer, { body: { details: { country: d, [d]: d } } });
  await app.ask('POST', `${customer}/decisions`, { body: { outcome: e, note: e, evidence: e } });
  await app.ask('GET', `/v1/customers/${c}`);
  await app.ask('GET', `/v1/customers?external_id=${encodeURIComponent(`${d} x`)}`);
  await app.ask('GET', `/v1/customers?${e}=${e}&after=${e}`);
  await app.ask('GET', `/v1/${a}/${b}`);
  await app.submit(id, { ...passport, type: d }).catch(() => undefined);
  await app.submit(id, { ...passport, bytes: Buffer.from(`<html>${c}`) }).catch(() => undefined);
  await app.submit(id, { ...passport, name: `${e}.exe`, country: b }).catch(() => undefined);
}

/** The words to search for. Names are split into words, because documents print them so, too. */
function wordsOf(): string[] {
  const { postalCode, country, ...address } = CANARY.address;
  void [postalCode, country]; // too short to identify anybody
  const printed = [CANARY.birthPlace, CANARY.documentNumber, CANARY.birthDate, NEW_NAME];
  const names = [CANARY.givenNames ?? '', CANARY.familyName, ...Object.values(address)];
  const words = [...names, ...Object.values(SAID)].flatMap((text) => (text ?? '').split(' '));
  const own = words.filter((word) => word.length > 7 && /^[A-Z+\d]|@/.test(word));
  return [...printed, ...own, ...MISSPOKEN];
}
