import { OpenAPIHono } from '@hono/zod-openapi';
import { ACCESS } from '../domain/access.ts';
import type { Declaration, Operation } from './operation.ts';
import { ProblemBody } from './schemas/problem.ts';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request gets the first answer again, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** The OpenAPI 3.1 document of these operations, generated from their declarations. */
export function openApiOf(operations: readonly Operation[]): unknown {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `vk_test_…` or `vk_live_…`.',
  });
  for (const { declaration } of operations) registry.registerPath(pathOf(declaration));
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Vouch',
      version: '1',
      description: 'Know your customer: details and documents in, a status out.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
  });
}

type PathItem = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0];

function pathOf(declared: Declaration): PathItem {
  const responses: PathItem['responses'] = {};
  for (const [status, { description, schema, example }] of Object.entries(declared.responses)) {
    const media = { schema: schema ?? {}, ...(example === undefined ? {} : { example }) };
    const type = schema === null ? 'application/octet-stream' : 'application/json';
    responses[status] = { description, content: { [type]: media } };
  }
  responses['default'] = {
    description: 'A problem, as RFC 9457',
    content: { 'application/problem+json': { schema: ProblemBody } },
  };
  return {
    method: declared.method,
    path: declared.path,
    operationId: declared.name,
    summary: declared.summary,
    description: `Scope: \`${ACCESS[declared.action].scope}\`.`,
    tags: [declared.tag],
    parameters: parametersOf(declared),
    ...requestOf(declared),
    responses,
  } as PathItem;
}

function parametersOf(declared: Declaration): object[] {
  const inPath = [...declared.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inHeader = Object.entries(declared.headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  const key = declared.idempotency
    ? [{ ...IDEMPOTENCY_KEY, required: declared.idempotency === 'required' }]
    : [];
  return [...inPath, ...inHeader, ...key];
}

function requestOf(declared: Declaration): object {
  const query = declared.query ? { query: declared.query } : {};
  const example = declared.example === undefined ? {} : { example: declared.example };
  const content =
    declared.raw ??
    (declared.body && { 'application/json': { schema: declared.body, ...example } });
  return { request: { ...query, ...(content ? { body: { content, required: true } } : {}) } };
}
