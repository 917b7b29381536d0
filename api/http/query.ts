import type { z } from '@hono/zod-openapi';
import { type FieldError, Refusal } from '../../domain/refusal.ts';
import { parse, pointerOf } from './body/validation.ts';

/** The query of a URL, parsed with a strict schema. Without a schema every parameter is unknown. */
export function queryOf(url: string, schema: z.ZodType | undefined): unknown {
  const from = url.indexOf('?');
  if (from < 0) return schema === undefined ? undefined : parse(schema, {}, '/query');
  const given = new URLSearchParams(url.slice(from));
  const repeated = [...new Set(given.keys())].filter((name) => given.getAll(name).length > 1);
  if (repeated.length > 0) refuse(repeated, 'repeated_parameter', 'This may be given once.');
  if (schema === undefined) {
    const names = [...given.keys()];
    if (names.length > 0) refuse(names, 'unknown_parameter', 'This is not known here.');
    return undefined;
  }
  return parse(schema, Object.fromEntries(given), '/query');
}

function refuse(names: string[], code: string, message: string): never {
  const errors = names.map((name): FieldError => {
    return { pointer: `/query${pointerOf([name])}`, code, message };
  });
  throw new Refusal('validation_failed', '', { errors });
}
