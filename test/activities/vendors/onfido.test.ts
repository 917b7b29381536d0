import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBreaker, STANDARD_BREAKER } from '../../../activities/vendors/breaker.ts';
import { createOnfido } from '../../../activities/vendors/onfido/onfido.ts';
import type { Progress, Submission, VendorPage } from '../../../activities/vendors/vendor.ts';
import { Secret } from '../../../domain/secret.ts';
import { type FakeOnfido, type Fault, startFakeOnfido } from '../../support/fake-onfido/server.ts';
import { documentReport } from '../../support/fake-onfido/reports.ts';
import { DETAILS } from '../../store/kit/make.ts';
import { passportRound } from './vendor-kit.ts';

const ROUND = passportRound('cus_1');
const PAGES: VendorPage[] = (['front', 'back'] as const).map((side) => ({
  document: 'doc_1',
  type: 'national_id',
  side,
  bytes: Buffer.from(`clean pixels of the ${side}\r\n--x\r\n`),
  mediaType: 'image/jpeg',
}));

let fake: FakeOnfido;
beforeEach(async () => {
  fake = await startFakeOnfido();
  fake.reports = () => [documentReport(DETAILS)];
});
afterEach(() => fake.close());

function scene(more: { baseUrl?: string; faultsMax?: number; timeoutMs?: number } = {}) {
  const { baseUrl = fake.url, faultsMax = 1000, timeoutMs = 10_000 } = more;
  let applicant: string | null = null;
  const vendor = createOnfido({
    baseUrl,
    tokens: { test: new Secret('api_sandbox.secret') },
    timeoutMs,
    breaker: createBreaker({ ...STANDARD_BREAKER, faultsMax }, { nowMs: Date.now }),
  });
  const submission: Submission = { key: 'chk_1_2_0', round: ROUND, pages: PAGES, details: DETAILS };
  const start = (progress: Partial<Progress> = {}, round = ROUND, pages = PAGES) =>
    vendor.start(
      { ...submission, round, pages },
      {
        applicant,
        noteApplicant: (id) => Promise.resolve(void (applicant = id)),
        mayAsk: () => Promise.resolve(),
        crash: () => undefined,
        signal: new AbortController().signal,
        ...progress,
      },
    );
  const fetch = (reference: string) =>
    vendor.fetch({ reference, mode: 'test', signal: new AbortController().signal });
  return { vendor, start, fetch, forget: () => (applicant = null) };
}

const routes = () => fake.requests.map(({ route }) => route);

test('a submission is a person, the clean pages byte for byte, and one check under our key', async () => {
  const { start, fetch } = scene();
  const reference = await start();
  expect(routes()).toEqual([
    'POST /applicants',
    'POST /documents',
    'POST /documents',
    'POST /checks',
  ]);
  expect(new Set(fake.requests.map(({ token }) => token))).toEqual(
    new Set(['Token token=api_sandbox.secret']),
  );
  expect(Object.keys(fake.applicants[0] ?? {}).toSorted()).toEqual(
    ['first_name', 'last_name', 'dob', 'id', 'sandbox'].toSorted(),
  );
  expect(fake.documents.map(({ bytes }) => bytes)).toEqual(PAGES.map(({ bytes }) => bytes));
  expect(fake.documents.map(({ fields }) => fields)).toEqual([
    'national_identity_card front',
    'national_identity_card back',
  ]);
  expect(fake.checks).toMatchObject([
    {
      id: reference,
      report_names: ['document'],
      document_ids: fake.documents.map(({ id }) => id),
      tags: ['vouch', 'chk_1_2_0'],
      applicant_provides_data: false,
      asynchronous: true,
    },
  ]);
  expect(await fetch(reference)).toMatchObject({ check: { id: reference }, reports: [{}] });
});

test('two faces are the pages of the identity document and one frame of the selfie', async () => {
  const one = scene();
  const round = { ...ROUND, checks: [{ id: 'chk_1_2_0', kind: 'face_match' as const }] };
  const frame: VendorPage = { ...PAGES[0], side: 'frame', type: 'selfie' } as VendorPage;
  fake.break('POST /checks', { kind: 'status', status: 500 });
  const pages = [frame, ...PAGES];
  await expect(one.start({}, round, pages)).rejects.toMatchObject({ kind: 'server_error' });
  await one.start({}, round, pages);
  expect([fake.livePhotos.length, fake.documents.length]).toEqual([1, 2]);
  expect(fake.livePhotos[0]?.bytes).toEqual(frame.bytes);
  expect(fake.checks).toMatchObject([{ report_names: ['facial_similarity_photo'] }]);
  await expect(one.start({}, round, [])).resolves.toBe(fake.checks[0]?.id);
  one.forget();
  await expect(one.start({}, round, PAGES)).rejects.toMatchObject({ kind: 'refused' });
});

describe('started again', () => {
  test('after the check was made and nobody heard of it, it is found and not made again', async () => {
    const one = scene();
    fake.break('POST /checks', { kind: 'done_then_lost' });
    await expect(one.start()).rejects.toMatchObject({ kind: 'unreachable' });
    const again = await one.start();
    expect(fake.checks.map(({ id }) => id)).toEqual([again]);
    expect(fake.documents).toHaveLength(2);
  });

  test('after half of the pages, only the others are sent', async () => {
    const one = scene();
    fake.break('POST /documents', { kind: 'slow', ms: 0 }, { kind: 'status', status: 503 });
    await expect(one.start()).rejects.toMatchObject({ kind: 'server_error' });
    await one.start();
    expect(fake.documents).toHaveLength(2);
    expect(fake.applicants).toHaveLength(1);
    expect(fake.checks).toMatchObject([{ document_ids: fake.documents.map(({ id }) => id) }]);
  });

  test('without the id of the person, another person is made, and still one check alone', async () => {
    const one = scene();
    const died = () => Promise.reject(new Error('the process died'));
    await expect(one.start({ noteApplicant: died })).rejects.toThrow('the process died');
    await one.start();
    expect([fake.applicants.length, fake.checks.length]).toEqual([2, 1]);
  });

  test('by a try that another has taken over, nothing is asked', async () => {
    const one = scene();
    const mayAsk = () => Promise.reject(new Error('taken over'));
    await expect(one.start({ mayAsk })).rejects.toThrow('taken over');
    expect(fake.checks).toEqual([]);
  });
});

const FAULTS: [string, Fault, string][] = [
  [
    'too many requests',
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    'rate_limited',
  ],
  ['a broken server', { kind: 'status', status: 500 }, 'server_error'],
  ['a broken gateway', { kind: 'status', status: 502 }, 'server_error'],
  ['a token that is not taken', { kind: 'status', status: 401 }, 'unauthorized'],
  ['a refusal', { kind: 'status', status: 422 }, 'refused'],
  ['another address', { kind: 'status', status: 302, headers: { location: '/' } }, 'malformed'],
  ['silence', { kind: 'hang' }, 'timed_out'],
  ['an answer that takes too long', { kind: 'slow', ms: 2000 }, 'timed_out'],
  ['a connection cut in the middle', { kind: 'cut' }, 'malformed'],
  ['half a JSON text', { kind: 'half_json' }, 'malformed'],
  ['an answer without an id', { kind: 'body', body: { object: 'check' } }, 'malformed'],
  ['an id of no form', { kind: 'body', body: { id: '../secret' } }, 'malformed'],
  ['nothing', { kind: 'body', body: null }, 'malformed'],
];

describe.each(FAULTS)('%s', (_, fault, kind) => {
  test.each(['POST /applicants', 'POST /documents', 'POST /checks'])(
    'at %s is a fault, told without a word of what was sent',
    async (route) => {
      const { start } = scene(kind === 'timed_out' ? { timeoutMs: 700 } : {});
      fake.break(route, fault);
      const error = (await start().catch((thrown: unknown) => thrown)) as Error;
      expect(error).toMatchObject({ name: 'VendorFault', kind, message: `vendor_${kind}` });
      expect(Object.keys(error).toSorted()).toEqual(['code', 'kind', 'name', 'retryAfterMs']);
      expect(error.cause).toBeUndefined();
    },
  );

  test('when the answer is fetched, it is a fault too, and no answer', async () => {
    const { start, fetch } = scene(kind === 'timed_out' ? { timeoutMs: 700 } : {});
    const reference = await start();
    const more = fault.kind === 'body' ? 'malformed' : kind;
    for (const route of ['GET /checks', 'GET /reports']) {
      fake.break(route, fault);
      await expect(fetch(reference)).rejects.toMatchObject({ kind: more });
    }
    expect(await fetch(reference)).not.toBeNull();
  });
});

test('the time that a vendor asks for is told', async () => {
  const { start } = scene();
  fake.break('*', { kind: 'status', status: 429, headers: { 'retry-after': '7' } });
  await expect(start()).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 7000 });
});

test('nobody listens: unreachable; and a sick vendor is left alone', async () => {
  const { start } = scene({ baseUrl: 'http://127.0.0.1:1/v3.6', faultsMax: 2 });
  for (const kind of ['unreachable', 'unreachable', 'breaker_open']) {
    await expect(start()).rejects.toMatchObject({ kind });
  }
});

test('a check at work is waited for, withdrawn is a fault, an unknown word is no answer', async () => {
  const { start, fetch } = scene();
  fake.completesAfterMs = null;
  const reference = await start();
  expect(await fetch(reference)).toBeNull();
  const [check] = fake.checks;
  if (!check) throw new Error('no check');
  for (const status of ['paused', 'reopened', 'awaiting_applicant'] as const) {
    check.status = status;
    expect(await fetch(reference)).toBeNull();
  }
  check.status = 'withdrawn';
  await expect(fetch(reference)).rejects.toMatchObject({ kind: 'withdrawn' });
  check.status = 'perhaps' as never;
  await expect(fetch(reference)).rejects.toMatchObject({ kind: 'malformed' });
  fake.complete(reference);
  fake.reports = () => [documentReport(DETAILS, { status: 'awaiting_data' })];
  expect(await fetch(reference)).toBeNull();
});

test('a test customer never reaches the live account: not a picture leaves the house', async () => {
  await fake.close();
  fake = await startFakeOnfido({ sandbox: false });
  const { start } = scene();
  await expect(start()).rejects.toMatchObject({ kind: 'wrong_account' });
  expect(routes()).toEqual(['POST /applicants']);
  const live = { ...ROUND, mode: 'live' as const };
  await expect(start({}, live)).rejects.toMatchObject({ kind: 'not_set_up' });
});
