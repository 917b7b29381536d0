import { DOCUMENT_TYPES } from '../../domain/documents/documents.ts';
import { PLACE_PATTERN } from '../../domain/links.ts';
import type { Declaration } from '../http/operation.ts';

/** The parameters in paths, by the name between the braces. Tests send the example. */
const IN_PATH: Readonly<Record<string, { schema: object; example: string }>> = {
  id: { schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,119}$' }, example: '' },
  name: { schema: { type: 'string', pattern: '^[a-z][a-z0-9_-]{0,39}$' }, example: 'standard' },
  n: { schema: { type: 'integer', minimum: 0, maximum: 99_999_999 }, example: '1' },
  move: { schema: { type: 'string', pattern: '^mov_[0-9A-Za-z]{1,40}$' }, example: 'mov_none' },
  delivery: { schema: { type: 'string', pattern: '^dlv_[0-9A-Za-z]{1,40}$' }, example: 'dlv_none' },
  link: { schema: { type: 'string', pattern: '^lnk_[0-9A-Za-z]{1,40}$' }, example: 'lnk_none' },
  token: { schema: { type: 'string', pattern: '^[0-9A-Za-z]{43}$' }, example: '' },
  type: { schema: { type: 'string', enum: DOCUMENT_TYPES }, example: 'passport' },
  place: { schema: { type: 'string', pattern: PLACE_PATTERN }, example: 'front' },
};

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request gets the first answer again, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
} as const;

/** Parameters of path and headers, as OpenAPI writes them. */
export function parametersOf(declared: Declaration): object[] {
  const inPath = namesIn(declared.path).map((name) => pathParameter(declared.path, name));
  const inHeader = Object.entries(declared.headers ?? {}).map(([name, said]) => {
    if (typeof said === 'string') {
      return { name, in: 'header', description: said, schema: { type: 'string' } };
    }
    const { description, values, isOptional = false } = said;
    const schema = { type: 'string', enum: values };
    return { name, in: 'header', description, required: !isOptional, schema };
  });
  const key = declared.idempotency
    ? [{ ...IDEMPOTENCY_KEY, required: declared.idempotency === 'required' }]
    : [];
  return [...inPath, ...inHeader, ...key];
}

/** The path with this id and examples of its other parameters. */
export function examplePath(declared: Pick<Declaration, 'path'>, id: string): string {
  return namesIn(declared.path).reduce((path, name) => {
    const { example } = inPathBy(declared.path, name);
    return path.replace(`{${name}}`, name === 'id' ? id : example);
  }, declared.path);
}

/** A parameter of a path, as OpenAPI writes it. */
export function pathParameter(path: string, name: string): object {
  return { name, in: 'path', required: true, schema: inPathBy(path, name).schema };
}

export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

function inPathBy(path: string, name: string): { schema: object; example: string } {
  const known = IN_PATH[name];
  if (known) return known;
  throw new Error(`${path}: say in api/openapi/parameters.ts what {${name}} is`);
}
