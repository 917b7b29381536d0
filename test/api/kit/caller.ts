import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { HostedDeclaration } from '../../../api/verify/operation.ts';
import { HOSTED } from '../../../api/verify/operations.ts';
import { OPERATIONS } from '../../../api/operations.ts';
import { hostedStatuses } from '../../../api/openapi/hosted.ts';
import { problemStatuses } from '../../../api/openapi/problems.ts';
import type { Declaration } from '../../../api/http/operation.ts';
import { ProblemBody } from '../../../api/schemas/problem.ts';

export interface Asked {
  key?: string | undefined;
  body?: unknown;
  form?: FormData;
  /** The Idempotency-Key; by default each write gets a new one. Null: none is sent. */
  once?: string | null;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  /** The body as JSON, checked against the schema that the route declares for this status. */
  body: unknown;
  bytes: Buffer;
  /** The text at a JSON pointer of the body; throws if there is none. */
  text: (pointer: string) => string;
}

export interface Caller {
  ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
}

/** Calls the app without a port, and parses each answer strictly with the declared schema. */
export function createCaller(app: Hono): Caller {
  return {
    ask: async (method, path, asked = {}) => {
      const response = await app.request(path, requestOf(method, asked));
      const bytes = Buffer.from(await response.arrayBuffer());
      const { status, headers } = response;
      const isJson = /[/+]json(;|$)/.test(headers.get('content-type') ?? '');
      const body: unknown = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
      if (isJson) hold({ method, path, status, body });
      return { status, headers, body, bytes, text: (pointer) => textAt(body, pointer) };
    },
  };
}

function requestOf(method: string, asked: Asked): RequestInit {
  const headers: Record<string, string> = { ...asked.headers };
  if (asked.key) headers['authorization'] = `Bearer ${asked.key}`;
  const once = asked.once === undefined ? randomUUID() : asked.once;
  if (method !== 'GET' && once !== null) headers['idempotency-key'] ??= once;
  if (asked.form) return { method, headers, body: asked.form };
  if (asked.body === undefined) return { method, headers };
  headers['content-type'] ??= 'application/json';
  const body = typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body);
  return { method, headers, body };
}

function hold(answer: { method: string; path: string; status: number; body: unknown }): void {
  const declared = declarationOf(answer.method, answer.path);
  if (answer.status >= 400) {
    ProblemBody.parse(answer.body);
    if (!declared || statusesOf(declared).includes(answer.status)) return;
    throw new Error(`${declared.name} does not declare ${answer.status}: name it in \`refuses\``);
  }
  if (!declared) return;
  const schema = declared.responses[answer.status]?.schema;
  if (!schema) throw new Error(`${declared.name} does not declare ${answer.status}`);
  schema.parse(answer.body);
}

/** The declaration of the route that serves a path. */
function declarationOf(method: string, path: string): Declaration | HostedDeclaration | undefined {
  const [plain = ''] = path.split('?');
  const all = [...OPERATIONS, ...HOSTED].map(({ declaration }) => declaration);
  const exact = all.filter((one) => one.path === plain);
  return (exact.length > 0 ? exact : all).find((one) => {
    const pattern = new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return one.method === method.toLowerCase() && pattern.test(plain);
  });
}

function statusesOf(declared: Declaration | HostedDeclaration): number[] {
  return 'action' in declared ? problemStatuses(declared) : hostedStatuses(declared);
}

function textAt(body: unknown, pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const found = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    body,
  );
  if (typeof found === 'string') return found;
  throw new Error(`no text at ${pointer} of ${JSON.stringify(body)}`);
}
