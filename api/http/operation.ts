import type { z } from '@hono/zod-openapi';
import { type Action, ACTIONS } from '../../domain/access/access.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { RATE_CLASSES, type RateClass } from './access/rate.ts';

type Method = 'get' | 'post' | 'patch' | 'delete';

/** What the id in the path names: whether the caller may see it decides between 403 and the masked 404. */
export type ObjectKind =
  | 'customer'
  | 'document'
  | 'decision'
  | 'review'
  | 'api_key'
  | 'webhook_endpoint';

export interface Declaration {
  method: Method;
  /** The path, with parameters in braces, as `{id}`. */
  path: string;
  /** The operation's id in the OpenAPI document. */
  name: string;
  summary: string;
  tag: string;
  action: Action;
  rate: RateClass;
  object: ObjectKind | null;
  /** For writes only: whether the Idempotency-Key is required. */
  idempotency?: 'required' | 'taken';
  query?: z.ZodType;
  body?: z.ZodType;
  /** An example body that works; a test sends it. */
  example?: unknown;
  /** Media types of a body that the route reads itself, with their OpenAPI schema. */
  raw?: Record<string, { schema: z.ZodType | object; example?: unknown }>;
  /**
   * Names of the headers that the route reads, with a sentence for each. If `values` is given, the header
   * must have one of them.
   */
  headers?: Record<
    string,
    string | { description: string; values: readonly string[]; isOptional?: boolean }
  >;
  /**
   * Refusals beyond those that every such route may give. Their statuses are listed in the OpenAPI document.
   */
  refuses?: readonly RefusalCode[];
  /** Media types of an answer that is not JSON. */
  files?: readonly string[];
  responses: Record<number, { description: string; schema: z.ZodType | null; example?: unknown }>;
}

type QueryOf<D> = D extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
type BodyOf<D> = D extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;

export interface Operation {
  declaration: Declaration;
  run: (call: Call<unknown, unknown>) => Promise<Answer | Response>;
}

/**
 * An operation that keeps the literal types of its declaration, from which the client's types are derived.
 */
export interface Declared<D extends Declaration> extends Operation {
  declaration: D;
}

/** Declares a route with its handler. Throws at construction if the declaration is incomplete. */
export function operation<const D extends Declaration>(
  declaration: D,
  run: (call: Call<QueryOf<D>, BodyOf<D>>) => Promise<Answer | Response>,
): Declared<D> {
  const { action, rate, method, object, path, idempotency } = declaration as Declaration;
  const route = `${method} ${path}`;
  if (!ACTIONS.includes(action)) throw new Error(`${route} declares no action`);
  if (!RATE_CLASSES.includes(rate)) throw new Error(`${route} declares no rate class`);
  if ((object === null) === path.includes('{id}')) throw new Error(`${route}: what is its id?`);
  if ((method === 'get') === (idempotency !== undefined)) {
    throw new Error(`${route}: writes take an Idempotency-Key, reads do not`);
  }
  return { declaration, run: run as Operation['run'] };
}

/** The route's path as Hono writes it: `/v1/customers/:id`. */
export function routerPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
