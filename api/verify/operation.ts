import type { z } from '@hono/zod-openapi';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { HeldLink } from '../../store/links/held-link.ts';
import type { Call, Write } from '../http/call.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import type { Declaration } from '../http/operation.ts';
import type { RateClass } from '../http/access/rate.ts';

/**
 * A route for a customer with a link. The caller sends the link's token, or the cookie it was exchanged for.
 */
export interface HostedDeclaration {
  method: 'get' | 'post' | 'put' | 'delete';
  /** The path, with the parameters `{token}`, `{type}` and `{place}` in braces. */
  path: string;
  /** The operation's id in the OpenAPI document. */
  name: string;
  summary: string;
  rate: RateClass;
  /** Whether the Idempotency-Key is read; it is never required. */
  idempotency?: 'taken';
  body?: z.ZodType;
  example?: unknown;
  raw?: Declaration['raw'];
  refuses?: readonly RefusalCode[];
  responses: Declaration['responses'];
}

/** A request with a link's token. */
export interface TokenCall {
  deps: Deps;
  link: HeldLink;
  requestId: string;
  now: string;
}

/** A request with the cookie: a call of the customer about herself. `id` is the customer's. */
export interface SessionCall<B = unknown> extends Call<undefined, B> {
  link: HeldLink;
  /** The value that every write must carry in `X-CSRF-Token`. */
  csrf: string;
  /** Like `once`, with a key that we choose. */
  onceBy: <Plan extends object>(key: string, write: Write<Plan>) => Promise<Answer>;
}

type BodyOf<D> = D extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;

export type HostedOperation =
  | { by: 'token'; declaration: HostedDeclaration; run: (call: TokenCall) => Promise<Answer> }
  | {
      by: 'session';
      /** True if the route is also served after the link was completed. */
      isAfterwards: boolean;
      declaration: HostedDeclaration;
      run: (call: SessionCall) => Promise<Answer>;
    };

/** Declares a route that is called with a link's token. */
export function byToken(
  declaration: HostedDeclaration,
  run: (call: TokenCall) => Promise<Answer>,
): HostedOperation {
  return { by: 'token', declaration, run };
}

/** Declares a route of a started session, which serves only its own customer. */
export function bySession<const D extends HostedDeclaration>(
  declaration: D,
  run: (call: SessionCall<BodyOf<D>>) => Promise<Answer>,
  { isAfterwards = false } = {},
): HostedOperation {
  const runAny = run as (call: SessionCall) => Promise<Answer>;
  return { by: 'session', isAfterwards, declaration, run: runAny };
}
