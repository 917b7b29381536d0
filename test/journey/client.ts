import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { type BodyOf, createVouchClient, type DocumentIn } from '../../api/client/client.ts';
import { formOf as formOfDocuments } from '../../api/client/form.ts';
import { CustomerBody } from '../../api/schemas/customer.ts';
import { CustomerNow } from '../../api/schemas/customer-now.ts';
import { DecisionMade } from '../../api/schemas/decision.ts';
import { Submitted } from '../../api/schemas/document.ts';
import { ReviewList } from '../../api/schemas/review.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';

export type Standing = `${Status}/${StatusReason}`;

export interface Asked {
  body?: unknown;
  form?: FormData;
  /** The Idempotency-Key; by default each write gets a new one. */
  once?: string;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** An answer as it was received, for tests that inspect all of them. */
export interface Heard {
  method: string;
  path: string;
  status: number;
  request: string;
  text: string;
  ms: number;
}

export type Customer = z.output<typeof CustomerBody>;
export type Decision = { outcome: string } & Record<string, unknown>;

/** One file to send. */
export interface Upload {
  type: string;
  name: string;
  bytes: Buffer;
  country?: string;
}

/** The API over HTTP, with one key. Everything but `ask` throws if the answer is not the expected one. */
export interface Client {
  key: string;
  /** Every answer so far, in order. */
  heard: readonly Heard[];
  ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
  create: (body: unknown, once?: string) => Promise<Customer>;
  read: (id: string) => Promise<Customer>;
  submit: (id: string, uploads: Upload | readonly Upload[]) => Promise<z.output<typeof Submitted>>;
  change: (id: string, body: unknown) => Promise<Customer>;
  move: (
    id: string,
    verb: 'lock' | 'unlock' | 'close' | 'reopen',
    body?: unknown,
  ) => Promise<z.output<typeof CustomerNow>>;
  /** Claims the customer's open review, and decides it on the evidence that the review shows. */
  decide: (id: string, decision: Decision) => Promise<z.output<typeof DecisionMade>>;
  /** Waits until the customer has this status and reason. */
  reach: (id: string, standing: Standing, withinMs?: number) => Promise<Customer>;
  /** Waits until nothing of the customer is being verified. */
  rest: (id: string, withinMs?: number) => Promise<Customer>;
  /** Each status with its reason that the events report, in order: `active/verified`. */
  walk: (id: string) => Promise<string[]>;
}

export function createClient(url: string, key: string): Client {
  const heard: Heard[] = [];
  const hearing: typeof fetch = async (input, init) => {
    const sentAt = performance.now();
    const response = await fetch(input, init);
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { status, headers } = response;
    const request = headers.get('x-request-id') ?? '';
    const text = await response.clone().text();
    const ms = Math.round(performance.now() - sentAt);
    const method = init?.method ?? 'GET';
    heard.push({ method, path: pathname + search, status, text, request, ms });
    return response;
  };
  const api = createVouchClient({ url, key, tries: 1, fetch: hearing });
  const read = async (id: string) => {
    const query = { expand: ['documents' as const, 'checks' as const, 'decisions' as const] };
    return CustomerBody.parse(await api.get('/v1/customers/{id}', { id, query }));
  };
  return {
    key,
    heard,
    ask: (method, path, asked = {}) => send({ url, key, fetch: hearing }, method, path, asked),
    read,
    create: async (body, once) => {
      const asked = { body: body as BodyOf<'post', '/v1/customers'>, ...(once ? { once } : {}) };
      return CustomerBody.parse(await api.post('/v1/customers', asked));
    },
    submit: async (id, uploads) => Submitted.parse(await api.submitDocuments(id, papers(uploads))),
    change: async (id, body) => {
      await api.patch('/v1/customers/{id}', { id, body: body as BodyOf<'patch', typeof ONE> });
      return read(id);
    },
    move: async (id, verb, body = {}) =>
      CustomerNow.parse(await api.post(`/v1/customers/{id}/${verb}`, { id, body: body as object })),
    decide: async (id, decision) => {
      const { data } = ReviewList.parse(await api.get('/v1/reviews', { query: { customer: id } }));
      const review = data.find(({ state }) => state === 'open');
      if (!review) throw new Error('no review is open');
      await api.ask('post', '/v1/reviews/{id}/claim', { id: review.id }).catch(() => undefined);
      const body = { evidence: review.evidence, ...decision } as BodyOf<'post', typeof DECIDE>;
      return DecisionMade.parse(await api.post(DECIDE, { id, body }));
    },
    reach: (id, standing, withinMs = 40_000) =>
      until(
        () => read(id),
        (one) => `${one.status}/${one.status_reason}` === standing,
        withinMs,
      ),
    rest: (id, withinMs = 40_000) =>
      until(
        () => read(id),
        ({ documents = [], requirements }) =>
          requirements.pending.length === 0 &&
          !documents.some(({ state }) => state === 'verifying'),
        withinMs,
      ),
    walk: async (id) => {
      const { data } = await api.get('/v1/customers/{id}/events', { id, query: { limit: 100 } });
      const standings = data.map((one) => `${one.status}/${one.status_reason}`);
      return standings.filter((one, at) => one !== standings[at - 1]);
    },
  };
}

const ONE = '/v1/customers/{id}';
const DECIDE = '/v1/customers/{id}/decisions';

/** The uploads in the client's form. Their types are not checked, because journeys also send unknown ones. */
function papers(uploads: Upload | readonly Upload[]): DocumentIn[] {
  return ([uploads].flat() as Upload[]).map(({ name, bytes, type, ...more }) => ({
    ...more,
    type: type as DocumentIn['type'],
    front: { name, bytes },
  }));
}

/** The item of a requirement in the customer's requirements object. */
export function itemOf(customer: Customer, requirement: Requirement) {
  const item = customer.requirements.items.find((one) => one.requirement === requirement);
  if (!item) throw new Error(`${requirement} is not asked`);
  return { ...item, codes: item.errors.map(({ code }) => code) };
}

export function formOf(uploads: Upload | readonly Upload[]): FormData {
  return formOfDocuments(papers(uploads));
}

async function send(
  { url, key, fetch: ask }: { url: string; key: string; fetch: typeof fetch },
  method: string,
  path: string,
  asked: Asked,
): Promise<Answered> {
  const headers: Record<string, string> = { authorization: `Bearer ${key}`, ...asked.headers };
  if (method !== 'GET') headers['idempotency-key'] ??= asked.once ?? randomUUID();
  const isJson = asked.body !== undefined;
  if (isJson) headers['content-type'] ??= 'application/json';
  const body = isJson
    ? typeof asked.body === 'string'
      ? asked.body
      : JSON.stringify(asked.body)
    : (asked.form ?? (method === 'POST' ? '{}' : null));
  if (body === '{}') headers['content-type'] ??= 'application/json';
  const response = await ask(`${url}${path}`, { method, headers, body });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  };
}

/** Asks until the answer fits; throws the last one at the deadline. */
export async function until<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  withinMs = 40_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(answer)}`);
    await sleep(60);
  }
}
