import { OpenAPIHono } from '@hono/zod-openapi';
import { scopesOf } from '../../domain/access/access.ts';
import type { HostedOperation } from '../verify/operation.ts';
import { HOSTED } from '../verify/operations.ts';
import { addLinks } from './links.ts';
import { withNamedLists } from './lists.ts';
import { withNullableRefs } from './nullable.ts';
import { parametersOf } from './parameters.ts';
import { HOSTED_SCHEMES, hostedPath, hostedStatuses } from './hosted.ts';
import { LIMITED, problemComponents, problemStatuses, refsOf } from './problems.ts';
import type { Declaration, Operation } from '../http/operation.ts';
import { VENDOR_CALLBACK } from '../routes/vendor-callbacks.ts';
import { ProblemBody } from '../schemas/problem.ts';

/** The OpenAPI 3.1 document of these operations, generated from their declarations. */
export function openApiOf(
  operations: readonly Operation[],
  hosted: readonly HostedOperation[] = HOSTED,
): unknown {
  const declarations = operations.map(({ declaration }) => declaration);
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `vk_test_…` or `vk_live_…`.',
  });
  for (const [name, scheme] of Object.entries(HOSTED_SCHEMES)) {
    registry.registerComponent('securitySchemes', name, scheme);
  }
  registry.register('Problem', ProblemBody);
  const { responses, headers } = problemComponents([
    ...declarations.flatMap(problemStatuses),
    ...hosted.flatMap(({ declaration }) => hostedStatuses(declaration)),
  ]);
  for (const declared of declarations) registry.registerPath(pathOf(declared));
  for (const one of hosted) registry.registerPath(hostedPath(one) as PathItem);
  registry.registerPath(VENDOR_CALLBACK as unknown as PathItem);
  const document = getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Vouch',
      version: '1',
      description:
        'Know your customer: details and documents in, a status out. A method that a path does ' +
        'not serve is answered 405 with `Allow`; a path that there is not, 404.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document was served' }],
    tags: [
      ...tagsOf(declarations),
      ...VENDOR_CALLBACK.tags.map((name) => ({ name })),
      { name: 'Hosted uploads' },
    ],
    security: [{ key: [] }],
  });
  addLinks(document, declarations);
  const components = { ...document.components, responses, headers };
  const whole = withNullableRefs({ ...document, components });
  return withNamedLists(whole as Parameters<typeof withNamedLists>[0]);
}

type PathItem = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0];

function tagsOf(declarations: readonly Declaration[]): { name: string }[] {
  return [...new Set(declarations.map(({ tag }) => tag))].map((name) => ({ name }));
}

function pathOf(declared: Declaration): PathItem {
  const responses: Record<string, unknown> = {};
  for (const [status, { description, schema, example }] of Object.entries(declared.responses)) {
    const media = { schema: schema ?? {}, ...(example === undefined ? {} : { example }) };
    const types = schema === null ? (declared.files ?? ['application/octet-stream']) : [JSON_TYPE];
    const content = Object.fromEntries(types.map((type) => [type, media]));
    responses[status] = { description, headers: LIMITED, content };
  }
  return {
    method: declared.method,
    path: declared.path,
    operationId: declared.name,
    summary: declared.summary,
    description: `Scope: ${scopesOf(declared.action)
      .map((scope) => `\`${scope}\``)
      .join(' with ')}.`,
    tags: [declared.tag],
    parameters: parametersOf(declared),
    ...requestOf(declared),
    responses: { ...responses, ...refsOf(problemStatuses(declared)) },
  } as PathItem;
}

const JSON_TYPE = 'application/json';

function requestOf(declared: Declaration): object {
  const query = declared.query ? { query: declared.query } : {};
  const example = declared.example === undefined ? {} : { example: declared.example };
  const content =
    declared.raw ?? (declared.body && { [JSON_TYPE]: { schema: declared.body, ...example } });
  return { request: { ...query, ...(content ? { body: { content, required: true } } : {}) } };
}
