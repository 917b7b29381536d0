import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A webhook as it came in, its signature held against the secrets of its path. */
export interface Received {
  path: string;
  id: string;
  body: string;
  type: string;
  customer: string;
  sequence: number;
  previous: number | null;
  /** How many of the known secrets verify it. */
  verifiedBy: number;
  signatures: number;
  at: number;
  /** The status that it was answered with; null: none. */
  status: number | null;
}

/** What a receiver does with a request; `count` is how often this id came, this time included. */
export type Behaviour = (received: Received, count: number) => Reply;
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Takes the request and never answers. */
  hangs?: boolean;
  /** Answers with bytes that never end. */
  endless?: boolean;
}

export interface Receiver {
  url: string;
  /** Everything but challenges, in the order of its coming. */
  received: Received[];
  challenges: { path: string; word: string; verifiedBy: number }[];
  /** The secrets that a path knows, as their owner was shown them. */
  knows: (path: string, ...secrets: string[]) => void;
  behave: (behaviour: Behaviour) => void;
  /** What a challenge is answered with; null: as it should be. */
  answerChallenges: (reply: Reply | null) => void;
  /** How often somebody came in, whatever was said then. */
  connections: () => number;
  /** As it began: nothing heard, everything taken. */
  reset: () => void;
  /** Refuses connections until `open`. */
  close: () => Promise<void>;
  open: () => Promise<void>;
}

export const OK: Behaviour = () => ({ status: 204 });

/** Where a receiver with a certificate listens. */
export interface Place {
  host: string;
  port: number;
  cert: string;
  key: string;
}

/** A receiver as an integrator would write it, which verifies with the public library. */
export async function startReceiver(place?: Place): Promise<Receiver> {
  const secrets = new Map<string, string[]>();
  const counts = new Map<string, number>();
  const received: Received[] = [];
  const challenges: Receiver['challenges'] = [];
  let behaviour = OK;
  let challengeReply: Reply | null = null;
  let connections = 0;
  let port = place?.port ?? 0;

  function take(request: IncomingMessage, body: string, response: ServerResponse): void {
    const path = request.url ?? '';
    const headers = request.headers as Record<string, string>;
    const parsed = JSON.parse(body) as Parsed;
    const verifiedBy = (secrets.get(path) ?? []).filter((one) => verifies(one, body, headers));
    const seen = { path, verifiedBy: verifiedBy.length };
    if (parsed.type === 'webhook.challenge') {
      const word = parsed.data.challenge ?? '';
      challenges.push({ ...seen, word });
      return reply(response, challengeReply ?? { status: 200, body: word });
    }
    const id = headers['webhook-id'] ?? '';
    const one = receivedOf({ ...seen, id }, { body, parsed, headers });
    const key = `${path} ${id}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    received.push(one);
    const answer = behaviour(one, counts.get(key) ?? 1);
    if (!answer.hangs) one.status = answer.status;
    reply(response, answer);
  }
  const made = () => (place ? createTlsServer(place, onRequest) : createServer(onRequest));
  let server = made();
  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => take(request, Buffer.concat(chunks).toString(), response));
  }
  const open = async () => {
    server = made();
    server.on('connection', () => (connections += 1));
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(port, place?.host ?? '127.0.0.1', done);
    });
    ({ port } = server.address() as AddressInfo);
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    challenges,
    knows: (path, ...more) => secrets.set(path, [...(secrets.get(path) ?? []), ...more]),
    behave: (next) => (behaviour = next),
    answerChallenges: (next) => (challengeReply = next),
    connections: () => connections,
    open,
    reset: () => {
      received.length = 0;
      challenges.length = 0;
      behaviour = OK;
      challengeReply = null;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Parsed {
  type: string;
  sequence: number;
  previous_sequence: number | null;
  data: { customer?: string; challenge?: string };
}

function receivedOf(
  seen: Pick<Received, 'path' | 'verifiedBy' | 'id'>,
  { body, parsed, headers }: { body: string; parsed: Parsed; headers: Record<string, string> },
): Received {
  return {
    ...seen,
    body,
    type: parsed.type,
    customer: parsed.data.customer ?? '',
    sequence: parsed.sequence,
    previous: parsed.previous_sequence,
    signatures: (headers['webhook-signature'] ?? '').split(' ').length,
    at: Date.now(),
    status: null,
  };
}

function verifies(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function reply(response: ServerResponse, answer: Reply): void {
  if (answer.hangs) return;
  response.writeHead(answer.status, answer.headers);
  if (!answer.endless) return void response.end(answer.body);
  const chunk = Buffer.alloc(16_384, 'x');
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

/** The first coming of each message at a path, in order: what an app acts on that knows ids again. */
export function firstOf(received: readonly Received[], path: string): Received[] {
  const taken = received.filter((one) => one.path === path && isTaken(one));
  const known = new Set<string>();
  return taken.filter(({ id }) => !known.has(id) && known.add(id));
}

export function isTaken({ status }: Received): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Where a customer's first deliveries do not follow on each other: none, if order was kept. */
export function breaks(first: readonly Received[]): string[] {
  const last = new Map<string, number | null>();
  return first.flatMap(({ customer, sequence, previous }) => {
    const before = last.get(customer) ?? null;
    last.set(customer, sequence);
    return previous === before ? [] : [`${customer}: ${sequence} after ${before}`];
  });
}
