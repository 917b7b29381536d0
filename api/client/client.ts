import { type EventsSince, eventsSince } from './events.ts';
import { formOf, type DocumentIn } from './form.ts';
import { pagesOf } from './pages.ts';
import { requestOf, type Told } from './request.ts';
import { createSend, type SendOptions } from './send.ts';
import type { Answer, AnswerOf, Ask, Event, ItemOf, ListPath, Method, PathOf } from './shapes.ts';

export { problemOf, type VouchProblem } from './problem.ts';
export type { DocumentIn, FileIn } from './form.ts';
export type { Answer, AnswerOf, Ask, BodyOf, Event, ItemOf, PathOf, QueryOf } from './shapes.ts';
export { type Told as WriteOptions } from './request.ts';
export { placeOf, type Place, verifyWebhook, type WebhookEvent } from './webhook.ts';

/** The input of a request: optional if the route requires nothing, else required. */
type Asking<M extends Method, P extends string> =
  Record<never, never> extends Ask<M, P> ? [ask?: Ask<M, P> & Told] : [ask: Ask<M, P> & Told];

type Verb<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...ask: Asking<M, P>
) => Promise<AnswerOf<M, P>>;

/** The API, called with one key: every route by its path, and named methods for what apps do most. */
export interface VouchClient {
  get: Verb<'get'>;
  post: Verb<'post'>;
  patch: Verb<'patch'>;
  delete: Verb<'delete'>;
  /** Like the verbs, but returns also the status and the headers. Refusals are thrown, too. */
  ask: <M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...ask: Asking<M, P>
  ) => Promise<Answer<AnswerOf<M, P>>>;
  /** All items of a list, page after page. */
  all: <P extends ListPath>(path: P, ...ask: Asking<'get', P>) => AsyncGenerator<ItemOf<P>, void>;
  /** Sends documents, several in one call or one alone; safe to send again after any failure. */
  submitDocuments: (
    customer: string,
    documents: DocumentIn | readonly DocumentIn[],
    told?: Told & { headers?: Record<string, string> },
  ) => Promise<AnswerOf<'post', '/v1/customers/{id}/documents'>>;
  /** A customer's events after a sequence, then new ones as they come, until the caller stops. */
  events: (customer: string, since?: EventsSince) => AsyncGenerator<Event, void>;
}

/**
 * A client of the API at `url`. Answers other than 2xx are thrown as `VouchProblem`. Temporary failures (no
 * connection, 429, 5xx, a first run still in progress) are tried again, writes with the same Idempotency-Key,
 * so that nothing is done twice.
 */
export function createVouchClient(options: SendOptions): VouchClient {
  const send = createSend(options);
  const ask = <T>(method: string, path: string, asked: object = {}) =>
    send<T>(requestOf(method, path, asked));
  // The declarations give these types, and the server's own tests hold the answers to them.
  const verb = <M extends Method>(method: M) =>
    (async (path: string, asked?: object) => (await ask(method, path, asked)).body) as Verb<M>;
  const get = verb('get');
  return {
    get,
    post: verb('post'),
    patch: verb('patch'),
    delete: verb('delete'),
    ask: (method, path, ...[asked]) => ask(method, path, asked),
    all: (path, ...[asked]) => pagesOf((query) => ask('get', path, query), asked),
    submitDocuments: async (customer, documents, told = {}) => {
      const path = '/v1/customers/{id}/documents';
      const asked = { id: customer, form: formOf(documents), ...told };
      return (await ask<AnswerOf<'post', typeof path>>('post', path, asked)).body;
    },
    events: (customer, since) =>
      eventsSince((query) => get('/v1/customers/{id}/events', { id: customer, ...query }), since),
  };
}
