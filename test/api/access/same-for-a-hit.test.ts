import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentUnique } from '../../../activities/verification/checks/document-unique.ts';
import type { IdentityFacts } from '../../../activities/verification/identity/identity.ts';
import { judgeUnique } from '../../../activities/verification/checks/identity-unique.ts';
import { SCOPES, SYSTEM } from '../../../domain/access/access.ts';
import { HUSHED_CHECKS } from '../../../domain/case/shown/audience.ts';
import type { CheckAnswer } from '../../../domain/checks/checks.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { registerDocumentDigests } from '../../../store/findings/register-document-digests.ts';
import { registerIdentityNumber } from '../../../store/findings/register-identity-number.ts';
import { fanOut } from '../../../store/webhooks/fan-out.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

const BLIND = SCOPES.filter((scope) => scope !== 'findings:read');

/** What stands in a customer's papers: the number, and the bytes of the file. */
interface Papers {
  number: string;
  file: string;
}

let kit: Kit;
let key: string;
let blind: string;
const papers = new Map<string, Papers>();
beforeAll(async () => {
  kit = await openKit({ runChecks: answer });
  key = await kit.key();
  blind = await kit.key({ scopes: BLIND });
  const body = { url: 'https://hooks.example/vouch' };
  await kit.ask('POST', '/v1/webhook-endpoints', { key, body });
});
afterAll(() => kit.close());

/** A passport that was read for certain, with this number. */
const readAs = (documentNumber: string): IdentityFacts => ({
  types: ['passport'],
  names: [],
  isNameCertain: true,
  isCertain: true,
  documentNumber,
  issuer: 'SWE',
  issuerKind: 'country',
  issuingCountry: 'SE',
  nationality: 'SE',
  birth: { year: '1974', month: '08', date: '12', day: '1974-08-12' },
  birthAgain: 'agrees',
  expiresOn: '2034-08-12',
});

/** All passes, but the product's own words on what is unique. */
async function answer(round: RunChecks): Promise<CheckAnswer[]> {
  const { database, keys } = kit.deps.store;
  const { customer, mode, document } = round;
  const { number, file } = papers.get(customer) ?? { number: '', file: '' };
  const by = { customer, document: document ?? '', mode, at: kit.deps.now() };
  const asked = { country: 'SE', number, isCertain: true };
  const unique = {
    identity_unique: () =>
      judgeUnique(readAs(number), {
        othersWith: () => registerIdentityNumber(database, keys, SYSTEM, { ...by, ...asked }),
        printedText: 'review',
      }),
    document_unique: () =>
      documentUnique({ files: [Buffer.from(file)], pages: [] }, async (digests) => {
        const { others } = await registerDocumentDigests(database, keys, SYSTEM, {
          ...by,
          digests,
        });
        return others;
      }),
  };
  const answers: CheckAnswer[] = [];
  for (const { id, kind } of round.checks) {
    if (kind === 'identity_unique' || kind === 'document_unique') {
      const { outcome, reasons } = await unique[kind]();
      answers.push({ id, kind, outcome, reasons });
    } else answers.push({ id, kind, outcome: 'pass', reasons: [] });
  }
  return answers;
}

/** A customer of a policy who has sent a passport with these papers; at rest. */
async function shows(policy: string, own: Partial<Papers>, reason: string): Promise<string> {
  const external_id = randomUUID();
  const customer = await createdBy(kit, key, { level: 'basic', policy, external_id });
  papers.set(customer, { number: randomUUID(), file: randomUUID(), ...own });
  await submittedBy(kit, key, { customer, types: ['passport'] });
  await reaches(kit, key, { customer, reason });
  return customer;
}

/** Everything that a caller without `findings:read` is shown and sent of a customer, byte for byte. */
async function seen(customer: string): Promise<string> {
  const read = async (path: string) =>
    (await kit.ask('GET', path, { key: blind })).bytes.toString();
  const own = `/v1/customers/${customer}`;
  const whole = await read(`${own}?expand=documents,checks,decisions`);
  const { external_id: external } = JSON.parse(whole) as { external_id: string };
  const texts = [whole, await read(`/v1/customers?external_id=${external}`)];
  for (const part of ['requirements', 'events', 'checks', 'documents', 'links', 'audit']) {
    texts.push(await read(`${own}/${part}`));
  }
  const queue = await read(`/v1/reviews?customer=${customer}`);
  texts.push(queue);
  for (const [id] of queue.matchAll(/rvw_\w+/g)) texts.push(await read(`/v1/reviews/${id}`));
  for (const id of new Set(whole.match(/doc_\w+/g))) texts.push(await read(`/v1/documents/${id}`));
  return plain([...texts, ...(await sent(customer)), await hosted(customer)].join('\n'), {
    customer,
    external,
  });
}

/** The bytes of the webhooks of a customer, in their order. */
async function sent(customer: string): Promise<string[]> {
  const { database } = kit.deps.store;
  while ((await fanOut(database, { now: kit.deps.now() })) > 0);
  const { rows } = await sql<{ body: string }>`SELECT body FROM webhook_message
    WHERE customer_id = ${customer} ORDER BY sequence`.execute(database);
  expect(rows.length).toBeGreaterThan(3);
  return rows.map(({ body }) => body);
}

/** What the customer's own page is told. */
async function hosted(customer: string): Promise<string> {
  const read = await kit.ask('GET', `/v1/customers/${customer}`, { key });
  if (read.text('/status') !== 'approval_pending') return '';
  const holder = await startedBy(kit, await linkFor(kit, key, { customer }));
  const session = await holder.ask('GET', '/verify/session');
  await kit.ask('DELETE', `/v1/customers/${customer}/links/${holder.link}`, { key });
  return JSON.stringify({ ...(session.body as object), csrf_token: '' });
}

/** The same text for whoever it is about and whenever it happened. */
function plain(text: string, { customer, external }: { customer: string; external: string }) {
  const documents = [...new Set(text.match(/doc_\w+/g))];
  return documents
    .reduce((told, id, n) => told.replaceAll(id, `doc_${n}`), text)
    .replaceAll(external, 'external')
    .replaceAll(customer.slice(4), 'X')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:H')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T')
    .replaceAll(/evt_[0-9A-Za-z]{20,}/g, 'evt')
    .replaceAll(/(req|lnk)_\w+/g, '$1');
}

/** Four who show papers: the first, one with others, one with the same number, one with the same file. */
async function four(policy: string, reasons: { clean: string; hit: string }) {
  const first = { number: randomUUID(), file: randomUUID() };
  await shows(policy, first, reasons.clean);
  const clean = await shows(policy, {}, reasons.clean);
  const number = await shows(policy, { number: first.number }, reasons.hit);
  const file = await shows(policy, { file: first.file }, reasons.hit);
  for (const id of [number, file]) {
    const told = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
    expect(told.bytes.toString()).toContain('document_in_use'); // it is a hit
  }
  return { clean, number, file };
}

test('where a person looks anyway, a hit and none look the same, until and after the decision', async () => {
  const { clean, ...hits } = await four('manual', { clean: 'in_review', hit: 'in_review' });
  const before = await seen(clean);
  for (const id of Object.values(hits)) expect(await seen(id)).toBe(before);
  const reviewer = await kit.key({ role: 'reviewer' });
  for (const id of [clean, ...Object.values(hits)]) {
    const found = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
    const claim = `/v1/reviews/${found.text('/data/0/id')}/claim`;
    await kit.ask('POST', claim, { key: reviewer });
    const body = { outcome: 'approve', evidence: found.text('/data/0/evidence') };
    await kit.ask('POST', `/v1/customers/${id}/decisions`, { key: reviewer, body });
    await reaches(kit, key, { customer: id, reason: 'verified' });
  }
  const after = await seen(clean);
  expect(after).toContain('"status":"active"');
  for (const id of Object.values(hits)) expect(await seen(id)).toBe(after);
});

test('where a hit alone asks for a person, the neutral status tells no cause', async () => {
  const { clean, number, file } = await four('standard', { clean: 'verified', hit: 'in_review' });
  const told = await seen(number);
  expect(await seen(file)).toBe(told);
  for (const word of ['document_in_use', 'verification_unsuccessful']) {
    expect(told).not.toContain(word);
    expect(await seen(clean)).not.toContain(word);
  }
  expect(told).toContain('"status_reason":"in_review"');
  // The events before the review are those of whoever passed: none is missing, and no number.
  const heard = async (id: string) => {
    const { body } = await kit.ask('GET', `/v1/customers/${id}/events`, { key: blind });
    return (body as { data: { sequence: number; type: string; data: object }[] }).data;
  };
  const checksIn = async (id: string) => {
    const kinds = (await heard(id)).filter(({ type }) => type === 'check.completed');
    return plain(JSON.stringify(kinds.map(({ data }) => data)), { customer: id, external: '?' });
  };
  const [one, other] = [await checksIn(clean), await checksIn(number)];
  for (const kind of HUSHED_CHECKS) expect(one).not.toContain(kind);
  expect(other.replaceAll(/doc_\w+/g, 'doc')).toBe(one.replaceAll(/doc_\w+/g, 'doc'));
  for (const id of [clean, number]) {
    const numbers = (await heard(id)).map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.map((_, n) => n + 1));
  }
});

test('who reads findings is told all of it, by numbers without a gap of their own', async () => {
  const [id] = Object.values(await four('manual', { clean: 'in_review', hit: 'in_review' }));
  const { body } = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  const { data } = body as { data: { sequence: number; data: { kind?: string } }[] };
  expect(data.map(({ sequence }) => sequence)).toEqual(data.map((_, n) => n + 1));
  const kinds = data.map((event) => event.data.kind);
  expect(kinds).toEqual(expect.arrayContaining(['identity_unique', 'document_unique']));
});

test('neither the trail nor a search by number tells it to who may not read findings', async () => {
  const id = await shows('manual', {}, 'in_review');
  const path = `/v1/customers/${id}/audit`;
  const forbidden = { status: 403, body: { code: 'forbidden' } };
  const scopes = ['customers:read', 'audit:read'] as const;
  for (const wish of [{}, { role: 'auditor' }, { role: 'senior_reviewer' }] as const) {
    const trail = await kit.ask('GET', path, { key: await kit.key({ ...wish, scopes }) });
    expect(trail).toMatchObject(forbidden);
  }
  expect((await kit.ask('GET', path, { key })).status).toBe(200);
  const body = { document: { country: 'SE', number: papers.get(id)?.number.slice(0, 20) } };
  const found = await kit.ask('POST', '/v1/customers/search', { key: blind, body });
  expect(found).toMatchObject(forbidden);
  expect((await kit.ask('POST', '/v1/customers/search', { key, body })).status).toBe(200);
});
