import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { CustomerBody } from '../../api/schemas/customer.ts';
import { CustomerNow } from '../../api/schemas/customer-now.ts';
import { DecisionMade } from '../../api/schemas/decision.ts';
import { Submitted } from '../../api/schemas/document.ts';
import { EventList } from '../../api/schemas/event.ts';
import { ReviewList } from '../../api/schemas/review.ts';
import type { Requirement } from '../../domain/requirements.ts';
import type { Status, StatusReason } from '../../domain/status.ts';

export type Standing = `${Status}/${StatusReason}`;

export interface Asked {
  body?: unknown;
  form?: FormData;
  /** The Idempotency-Key; a fresh one for each write unless told. */
  once?: string;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** An answer as it came, for those who look at all of them. */
export interface Heard {
  method: string;
  path: string;
  status: number;
  request: string;
  text: string;
}

export type Customer = z.output<typeof CustomerBody>;
export type Decision = { outcome: string } & Record<string, unknown>;

/** One file as it is sent. */
export interface Upload {
  type: string;
  name: string;
  bytes: Buffer;
  country?: string;
}

/** The API over HTTP, with one key. All but `ask` throw what is not the answer they want. */
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
  /** Claims the customer's open review, and decides it on the evidence that it shows. */
  decide: (id: string, decision: Decision) => Promise<z.output<typeof DecisionMade>>;
  /** The customer once their status and its reason are these. */
  reach: (id: string, standing: Standing, withinMs?: number) => Promise<Customer>;
  /** The customer once nothing is being verified. */
  rest: (id: string, withinMs?: number) => Promise<Customer>;
  /** Each standing that the events tell of, in order: `active/verified`. */
  walk: (id: string) => Promise<string[]>;
}

export function createClient(url: string, key: string): Client {
  const heard: Heard[] = [];
  const ask = async (method: string, path: string, asked: Asked = {}) => {
    const answer = await send(url, key, method, path, asked);
    const { status, text, headers } = answer;
    heard.push({ method, path, status, text, request: headers.get('x-request-id') ?? '' });
    return answer;
  };
  const want = async <T>(schema: z.ZodType<T>, method: string, path: string, asked?: Asked) => {
    const { status, text, body } = await ask(method, path, asked);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return schema.parse(body);
  };
  const read = (id: string) =>
    want(CustomerBody, 'GET', `/v1/customers/${id}?expand=documents,checks,decisions`);
  return {
    key,
    heard,
    ask,
    read,
    create: (body, once) =>
      want(CustomerBody, 'POST', '/v1/customers', { body, ...(once ? { once } : {}) }),
    submit: (id, uploads) =>
      want(Submitted, 'POST', `/v1/customers/${id}/documents`, { form: formOf(uploads) }),
    change: async (id, body) => {
      const { status, text } = await ask('PATCH', `/v1/customers/${id}`, { body });
      if (status !== 200) throw new Error(`a change answered ${status}: ${text}`);
      return read(id);
    },
    move: (id, verb, body = {}) =>
      want(CustomerNow, 'POST', `/v1/customers/${id}/${verb}`, { body }),
    decide: async (id, decision) => {
      const { data } = await want(ReviewList, 'GET', `/v1/reviews?customer=${id}`);
      const review = data.find(({ state }) => state === 'open');
      if (!review) throw new Error('no review is open');
      await ask('POST', `/v1/reviews/${review.id}/claim`);
      const body = { evidence: review.evidence, ...decision };
      return want(DecisionMade, 'POST', `/v1/customers/${id}/decisions`, { body });
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
      const { data } = await want(EventList, 'GET', `/v1/customers/${id}/events?limit=100`);
      const standings = data.map((one) => `${one.status}/${one.status_reason}`);
      return standings.filter((one, at) => one !== standings[at - 1]);
    },
  };
}

/** What a requirement shows. */
export function itemOf(customer: Customer, requirement: Requirement) {
  const item = customer.requirements.items.find((one) => one.requirement === requirement);
  if (!item) throw new Error(`${requirement} is not asked`);
  return { ...item, codes: item.errors.map(({ code }) => code) };
}

export function formOf(uploads: Upload | readonly Upload[]): FormData {
  const form = new FormData();
  const all = [uploads].flat() as Upload[];
  for (const [n, { type, name, bytes, country }] of all.entries()) {
    const field = (word: string) => (all.length === 1 ? word : `documents[${n}][${word}]`);
    form.append(field('type'), type);
    if (country !== undefined) form.append(field('country'), country);
    form.append(field('front'), new File([new Uint8Array(bytes)], name));
  }
  return form;
}

async function send(
  url: string,
  key: string,
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
  const response = await fetch(`${url}${path}`, { method, headers, body });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  };
}

/** Asks until the answer fits; throws the last one when it is late. */
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
