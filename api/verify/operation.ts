import type { z } from '@hono/zod-openapi';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { HeldLink } from '../../store/links/held-link.ts';
import type { Call, Write } from '../http/call.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import type { Declaration } from '../http/operation.ts';
import type { RateClass } from '../http/access/rate.ts';

/** A route for a customer with a link: reached by the link's token, or by the cookie it was swapped for. */
export interface HostedDeclaration {
  method: 'get' | 'post' | 'put' | 'delete';
  /** With `{token}`, `{type}` and `{place}` for parameters. */
  path: string;
  /** The operation's id in the OpenAPI document. */
  name: string;
  summary: string;
  rate: RateClass;
  /** Whether the header is read; never needed. */
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

/** A request under the cookie: a call of the customer about herself. `id` is the customer's. */
export interface SessionCall<B = unknown> extends Call<undefined, B> {
  link: HeldLink;
  /** What every write must carry in `X-CSRF-Token`. */
  csrf: string;
  /** As `once`, under a key of our own. */
  onceBy: <Plan extends object>(key: string, write: Write<Plan>) => Promise<Answer>;
}

type BodyOf<D> = D extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;

export type HostedOperation =
  | { by: 'token'; declaration: HostedDeclaration; run: (call: TokenCall) => Promise<Answer> }
  | {
      by: 'session';
      /** Served, too, after the link was completed. */
      isAfterwards: boolean;
      declaration: HostedDeclaration;
      run: (call: SessionCall) => Promise<Answer>;
    };

/** Declares a route that a link's token opens. */
export function byToken(
  declaration: HostedDeclaration,
  run: (call: TokenCall) => Promise<Answer>,
): HostedOperation {
  return { by: 'token', declaration, run };
}

/** Declares a route of a started session; it serves its own customer alone. */
export function bySession<const D extends HostedDeclaration>(
  declaration: D,
  run: (call: SessionCall<BodyOf<D>>) => Promise<Answer>,
  { isAfterwards = false } = {},
): HostedOperation {
  const runAny = run as (call: SessionCall) => Promise<Answer>;
  return { by: 'session', isAfterwards, declaration, run: runAny };
}
