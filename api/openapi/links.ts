import type { Declaration } from '../http/operation.ts';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  const?: unknown;
  enum?: unknown[];
}

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema?: Schema }>; links?: object }>;
}

interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/**
 * Adds links to each answer that creates an object: the routes that take its id. So a reader of the document,
 * or a program, knows what can be called next. Changes `document`.
 */
export function addLinks(document: object, declarations: readonly Declaration[]): void {
  const { paths = {}, components } = document as Document;
  const schemas = components?.schemas ?? {};
  for (const operation of Object.values(paths).flatMap((one) => Object.values(one))) {
    for (const [status, response] of Object.entries(operation.responses)) {
      const schema = response.content?.['application/json']?.schema;
      const shown = schema && Number(status) > 200 ? objectIn(schema, schemas) : null;
      const links = shown ? linksTo(declarations, shown) : {};
      if (Object.keys(links).length > 0) response.links = links;
    }
  }
}

interface Shown {
  kind: unknown;
  /** A JSON pointer to the object's id. */
  pointer: string;
}

/** The object that an answer shows as created: the answer itself, or the first of several. */
function objectIn(schema: Schema, schemas: Record<string, Schema>): Shown | null {
  const made = resolved(schema, schemas);
  const first = made.properties?.['data']?.items;
  const kind = kindOf(first ? resolved(first, schemas) : made);
  return kind === undefined ? null : { kind, pointer: first ? '/data/0/id' : '/id' };
}

function resolved(schema: Schema, schemas: Record<string, Schema>): Schema {
  return schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
}

function kindOf({ properties = {} }: Schema): unknown {
  const { object } = properties;
  return properties['id'] && (object?.const ?? object?.enum?.[0]);
}

function linksTo(declarations: readonly Declaration[], { kind, pointer }: Shown): object {
  const taking = declarations.filter(({ object }) => object === kind);
  const links = taking.map(({ name }) => {
    return [name, { operationId: name, parameters: { id: `$response.body#${pointer}` } }];
  });
  return Object.fromEntries(links) as object;
}
