import type { z } from '@hono/zod-openapi';
import type { Declaration } from '../http/operation.ts';
import type { Served } from '../operations.ts';

export type Method = Declaration['method'];
/** The paths that are served under a method, as the OpenAPI document writes them. */
export type PathOf<M extends Method> = Extract<Served, { method: M }>['path'];

type At<M extends Method, P extends string> = Extract<Served, { method: M; path: P }>;

/** The names of the parameters in a path: `id`, `name`, `n`. */
type NamesIn<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The query that a route accepts; each value as text, or as the value itself. */
export type QueryOf<M extends Method, P extends string> =
  At<M, P> extends { query: infer Q extends z.ZodType }
    ? { [K in keyof z.input<Q>]: z.input<Q>[K] | Value<z.output<Q>, K> }
    : never;
type Value<O, K> = K extends keyof O ? O[K] : never;

/** The JSON body that a route takes. */
export type BodyOf<M extends Method, P extends string> =
  At<M, P> extends { body: infer B extends z.ZodType } ? z.input<B> : never;

/** The input of a request: the path's parameters, `query`, `body` or `form`, and headers. */
export type Ask<M extends Method, P extends string> = { [K in NamesIn<P>]: string | number } & Part<
  'query',
  QueryOf<M, P>
> &
  Part<'body', BodyOf<M, P>> &
  Form<At<M, P>> & { headers?: Record<string, string> };

/** A part of the input: absent if the operation has none, optional if none of its fields is required. */
type Part<Name extends string, Of> = [Of] extends [never]
  ? Record<never, never>
  : Record<never, never> extends Of
    ? { [K in Name]?: Of }
    : { [K in Name]: Of };
type Form<D> = D extends { raw: unknown }
  ? { form?: FormData; body?: unknown }
  : Record<never, never>;

/** The body of a successful answer; bytes if the route returns a file. */
export type AnswerOf<M extends Method, P extends string> = Given<At<M, P>>;
type Given<D> = D extends { responses: infer R } ? Schemas<R[Good & keyof R]> : never;
type Schemas<R> = R extends { schema: infer S }
  ? S extends z.ZodType
    ? z.output<S>
    : Uint8Array
  : never;
type Good = 200 | 201 | 202 | 204;

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Paths that answer with `{ data, next }`. */
export type ListPath = {
  [P in PathOf<'get'>]: AnswerOf<'get', P> extends { data: readonly unknown[]; next: unknown }
    ? P
    : never;
}[PathOf<'get'>];
export type ItemOf<P extends ListPath> =
  AnswerOf<'get', P> extends { data: readonly (infer Item)[] } ? Item : never;

export type Event = ItemOf<'/v1/customers/{id}/events'>;
