import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { THREE_TYPES } from './three.ts';

/** The API as an app calls it. Throws for any answer but 2xx. */
export interface Api {
  url: string;
  key: string;
  /** Calls that were answered 503, or not at all, and sent again. */
  repeated: number;
}

const TRIES = 20;
const AGENT = new Agent({ keepAlive: true });
const LOST = { status: 0, text: 'the line was cut' };

const DETAILS = {
  given_names: 'Anna Maria',
  family_name: 'Eriksson',
  birth_date: '1974-08-12',
  nationality: 'SE',
  address: { line1: 'Storgatan 1', city: 'Uppsala', postal_code: '753 20', country: 'SE' },
};

export async function create(api: Api, as: { policy: string; level: string }): Promise<string> {
  const body = JSON.stringify({ ...as, details: DETAILS });
  const headers = { 'content-type': 'application/json' };
  const made = await send(api, '/v1/customers', { method: 'POST', headers, body });
  return (made as { id: string }).id;
}

/** An action that wakes the case and leaves it where it was. */
export async function lock(api: Api, customer: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await send(api, `/v1/customers/${customer}/lock`, { method: 'POST', headers, body: '{}' });
}

/** How many cases were examined, and how many would change. */
export async function simulate(
  api: Api,
  policy: string,
  wish: { draft: unknown; filter: Record<string, string> },
): Promise<{ examined: number; changed: number }> {
  const headers = { 'content-type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(wish) };
  const answer = await send(api, `/v1/policies/${policy}/simulate`, sent);
  return answer as { examined: number; changed: number };
}

export interface Paper {
  type: string;
  bytes: Buffer;
}

/** Submits documents in one call. */
export async function submit(api: Api, customer: string, papers: Paper[]): Promise<void> {
  const boundary = randomUUID();
  const part = (name: string, more: string, content: Buffer | string) => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ];
  const file = '; filename="page.jpg"\r\ncontent-type: image/jpeg';
  const body = Buffer.concat([
    ...papers.flatMap(({ type, bytes }, n) => [
      ...part(`documents[${n}][type]`, '', type),
      ...part(`documents[${n}][front]`, file, bytes),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  await send(api, `/v1/customers/${customer}/documents`, { method: 'POST', headers, body });
}

/** Waits by long polls until the case is active. */
export async function untilActive(api: Api, customer: string): Promise<void> {
  let after = 0;
  for (;;) {
    const path = `/v1/customers/${customer}/events?after=${after}&limit=100&wait=20`;
    const { data } = (await send(api, path, { method: 'GET' })) as {
      data: { sequence: number; status: string }[];
    };
    const last = data.at(-1);
    if (last?.status === 'active') return;
    if (last && last.status !== 'approval_pending') throw new Error(`the case is ${last.status}`);
    after = last?.sequence ?? after;
  }
}

/** Waits until no check runs any more. */
export async function untilSettled(api: Api, customer: string): Promise<void> {
  for (;;) {
    const path = `/v1/customers/${customer}/requirements`;
    const { pending } = (await send(api, path, { method: 'GET' })) as { pending: string[] };
    if (pending.length === 0) return;
    await wait(20);
  }
}

/** A file of its own that begins as a JPEG does: nobody looks further. */
export function papers(): Paper[] {
  return THREE_TYPES.map((type) => ({
    type,
    bytes: Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]),
      Buffer.from(randomUUID()),
    ]),
  }));
}

interface Sent {
  method: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

export async function send(api: Api, path: string, sent: Sent): Promise<unknown> {
  const own = sent.method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
  const headers = { authorization: `Bearer ${api.key}`, ...own, ...sent.headers };
  for (let tries = 1; ; tries += 1) {
    const { status, text } = await exchange(api.url + path, { ...sent, headers }).catch(() => LOST);
    if (status >= 200 && status < 300) return JSON.parse(text);
    if ((status !== 0 && status !== 503) || tries === TRIES) {
      throw new Error(`${sent.method} ${path}: ${status} ${text}`);
    }
    api.repeated += 1; // with the same key, as the problem asks for
    await wait(250);
  }
}

/** By `node:http` on kept lines: the load takes its share of the same cores. */
function exchange(url: string, sent: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { method, headers = {}, body } = sent;
    const outgoing = request(url, { method, headers, agent: AGENT }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (piece: string) => (text += piece));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
