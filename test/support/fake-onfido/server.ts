import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Applicant, Check, Document, LivePhoto, Report } from '@onfido/api';

/** A fault of one request, instead of its effect or after it. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'slow'; ms: number }
  | { kind: 'hang' }
  /** The connection ends in the middle of the body. */
  | { kind: 'cut' }
  /** The answer is complete, but contains only half of a JSON text. */
  | { kind: 'half_json' }
  /** The request has its effect, but the answer is lost. */
  | { kind: 'done_then_lost' }
  /** An answer in a form that the API does not have. */
  | { kind: 'body'; body: unknown };

type Upload = (Document | LivePhoto) & { applicant: string; bytes: Buffer; fields: string };

export interface FakeOnfido {
  /** The base URL for the adapter, including the version. */
  url: string;
  webhookToken: string;
  applicants: Applicant[];
  documents: Upload[];
  livePhotos: Upload[];
  checks: Check[];
  /** The requests in order, such as `POST /checks`, with the token that each carried. */
  requests: { route: string; token: string }[];
  /**
   * Gives the next requests of this route (`POST /checks`) one of these faults each; `*`: requests of any
   * route.
   */
  break: (route: string, ...faults: Fault[]) => void;
  /** The reports of a check, once it is complete. */
  reports: (check: Check) => Report[];
  /** How long after its creation a check is complete; null: only when `complete` is called. */
  completesAfterMs: number | null;
  complete: (id: string) => void;
  /** Where callbacks are sent; with `early` one is sent before the answer to `POST /checks`. */
  callbacks: { url: string | null; early: boolean; copies: number; completedAt: string };
  /** Sends the callback of a check; signing with a text other than the token forges it. */
  callBack: (id: string, signedWith?: string) => Promise<number>;
  close: () => Promise<void>;
}

/** The endpoints of Onfido's API v3.6 that the adapter uses, on a real HTTP server with scripted faults. */
export async function startFakeOnfido(options: { sandbox?: boolean } = {}): Promise<FakeOnfido> {
  const { sandbox = true } = options;
  const faults = new Map<string, Fault[]>();
  const fake: FakeOnfido = {
    url: '',
    webhookToken: 'a webhook token',
    applicants: [],
    documents: [],
    livePhotos: [],
    checks: [],
    requests: [],
    break: (route, ...more) => faults.set(route, [...(faults.get(route) ?? []), ...more]),
    reports: () => [],
    completesAfterMs: 0,
    complete: (id) => {
      const check = fake.checks.find((one) => one.id === id);
      if (!check) throw new Error('there is no such check');
      check.status = 'complete';
    },
    callbacks: { url: null, early: false, copies: 1, completedAt: '2027-01-02T12:00:00Z' },
    callBack: (id, signedWith = fake.webhookToken) => callBack(fake, id, signedWith),
    close: async () => undefined,
  };
  const server = createServer((request, response) => {
    void serve(fake, { faults, sandbox, request, response }).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3.6`;
  fake.close = () =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return fake;
}

interface Asked {
  faults: Map<string, Fault[]>;
  sandbox: boolean;
  request: IncomingMessage;
  response: ServerResponse;
}

async function serve(fake: FakeOnfido, { faults, sandbox, request, response }: Asked) {
  const { method = '', headers } = request;
  const url = new URL(request.url ?? '/', 'http://fake');
  const path = url.pathname.replace('/v3.6', '');
  const route = `${method} /${path.split('/')[1] ?? ''}`;
  const body = await bodyOf(request);
  fake.requests.push({ route, token: headers.authorization ?? '' });
  const fault = faults.get(route)?.shift() ?? faults.get('*')?.shift();
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    return response.end('{"error":{"type":"scripted","message":"scripted"}}');
  }
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'slow') await sleep(fault.ms);
  const answer = answerTo(fake, { sandbox, route, path, url, body, headers });
  if (fault?.kind === 'done_then_lost') return response.destroy();
  if (fake.callbacks.early && fake.callbacks.url && route === 'POST /checks') {
    await fake.callBack((answer as Check).id);
  }
  const text = JSON.stringify(fault?.kind === 'body' ? fault.body : answer);
  const status = answer === null ? 404 : method === 'POST' ? 201 : 200;
  const half = text.slice(0, Math.ceil(text.length / 2));
  if (fault?.kind === 'cut') {
    const type = { 'content-type': 'application/json', 'content-length': text.length };
    response.writeHead(status, type).write(half);
    return setTimeout(() => response.destroy(), 20);
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  return response.end(fault?.kind === 'half_json' ? half : text);
}

interface Parsed {
  sandbox: boolean;
  route: string;
  path: string;
  url: URL;
  body: Buffer;
  headers: IncomingMessage['headers'];
}

function answerTo(fake: FakeOnfido, asked: Parsed): unknown {
  const { route, path, url, sandbox } = asked;
  const of = url.searchParams.get('applicant_id');
  const id = path.split('/')[2];
  switch (route) {
    case 'POST /applicants': {
      const applicant = { ...(json(asked) as Applicant), id: randomUUID(), sandbox };
      fake.applicants.push(applicant);
      return applicant;
    }
    case 'POST /documents':
      return uploaded(fake.documents, asked);
    case 'POST /live_photos':
      return uploaded(fake.livePhotos, asked);
    case 'GET /documents':
      return { documents: fake.documents.filter(({ applicant }) => applicant === of).map(shown) };
    case 'GET /live_photos':
      return {
        live_photos: fake.livePhotos.filter(({ applicant }) => applicant === of).map(shown),
      };
    case 'POST /checks':
      return made(fake, asked);
    case 'GET /checks':
      if (id) return fake.checks.find((one) => one.id === id) ?? null;
      return { checks: fake.checks.filter((one) => one.applicant_id === of) };
    case 'GET /reports': {
      const check = fake.checks.find((one) => one.id === url.searchParams.get('check_id'));
      return check ? { reports: fake.reports(check) } : null;
    }
    default:
      return null;
  }
}

function made(fake: FakeOnfido, asked: Parsed): Check {
  const check: Check = {
    ...(json(asked) as Check),
    id: randomUUID(),
    status: fake.completesAfterMs === 0 ? 'complete' : 'in_progress',
    sandbox: asked.sandbox,
  };
  fake.checks.push(check);
  const finish = () => {
    check.status = 'complete';
    if (fake.callbacks.url) void fake.callBack(check.id).catch(() => undefined);
  };
  if (fake.completesAfterMs) setTimeout(finish, fake.completesAfterMs);
  return check;
}

function uploaded(into: Upload[], { body, headers }: Parsed): object {
  const type = headers['content-type'] ?? '';
  const boundary = /boundary=(\S+)/.exec(type)?.[1] ?? 'none';
  const parts = body.toString('latin1').split(`--${boundary}`);
  const field = (name: string) =>
    parts
      .find((part) => part.includes(`name="${name}"\r\n`))
      ?.split('\r\n\r\n')[1]
      ?.trim();
  const file = parts.find((part) => part.includes('filename="')) ?? '';
  const content = file.slice(file.indexOf('\r\n\r\n') + 4, -2);
  const made = {
    id: randomUUID(),
    file_name: /filename="([^"]+)"/.exec(file)?.[1] ?? '',
    applicant: field('applicant_id') ?? '',
    bytes: Buffer.from(content, 'latin1'),
    fields: `${field('type') ?? ''} ${field('side') ?? ''}`.trim(),
  };
  into.push(made);
  return shown(made);
}

function shown({ id, file_name }: Pick<Upload, 'id' | 'file_name'>): object {
  return { id, file_name };
}

function json({ body }: Parsed): unknown {
  return JSON.parse(body.toString());
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function callBack(fake: FakeOnfido, id: string, token: string): Promise<number> {
  const { url, copies, completedAt } = fake.callbacks;
  if (url === null) throw new Error('nobody waits for callbacks');
  const raw = callbackBody(id, completedAt);
  let status = 0;
  for (let copy = 0; copy < copies; copy += 1) {
    const signature = createHmac('sha256', token).update(raw).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-sha2-signature': signature };
    ({ status } = await fetch(url, { method: 'POST', headers, body: raw }));
  }
  return status;
}

/** The body of a callback, as Onfido sends it. */
export function callbackBody(id: string, at = '2027-01-02T12:00:00Z'): string {
  const object = { id, status: 'complete', completed_at_iso8601: at, href: `/v3.6/checks/${id}` };
  return JSON.stringify({ payload: { resource_type: 'check', action: 'check.completed', object } });
}
