import type { z } from '@hono/zod-openapi';
import { type FieldError, Refusal } from '../../../domain/refusal.ts';
import { findUnstorable } from './unstorable.ts';

/**
 * Parses with a strict schema. Throws `validation_failed` with a JSON pointer, a code and a sentence for each
 * problem, and never repeats a value of the request. Pointers begin with `at`.
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown, at = ''): z.output<S> {
  const unstorable = findUnstorable(input);
  if (unstorable) {
    const pointer = at + pointerOf(unstorable);
    const error = { pointer, code: 'control_character', message: UNSTORABLE };
    throw new Refusal('validation_failed', '', { errors: [error] });
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, input, at));
  throw new Refusal('validation_failed', '', { errors: errors.slice(0, 50) });
}

const UNSTORABLE = 'NUL and halves of surrogate pairs are not taken.';

/** The parameters of a zod refinement: our own error code and the sentence. */
export function coded(
  code: string,
  message: string,
): { message: string; params: { code: string } } {
  return { message, params: { code } };
}

/** The form of a field name. A name of another form may be personal data, so errors do not repeat it. */
const FIELD = /^([a-z][a-z0-9_]{0,39}(\[\w{0,20}\])*|\d{1,3})$/;

/**
 * A JSON pointer (RFC 6901) of the path elements up to the first that does not have the form of a field name.
 */
export function pointerOf(path: readonly PropertyKey[]): string {
  const strange = path.findIndex((step) => !FIELD.test(String(step)));
  const shown = strange < 0 ? path : path.slice(0, strange);
  return shown.map((step) => `/${String(step)}`).join('');
}

type Issue = z.core.$ZodIssue;

function fieldErrors(issue: Issue, input: unknown, at: string): FieldError[] {
  const pointer = at + pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer + pointerOf([key]),
      code: at === '/query' ? 'unknown_parameter' : 'unknown_field',
      message: 'This is not known here.',
    }));
  }
  return [{ pointer, ...sentence(issue, input) }];
}

function sentence(issue: Issue, input: unknown): { code: string; message: string } {
  switch (issue.code) {
    case 'custom':
      return { code: String(issue.params?.['code'] ?? 'not_valid'), message: issue.message };
    case 'invalid_type':
      return isMissing(issue.path, input)
        ? { code: 'required', message: 'This is required.' }
        : { code: 'wrong_type', message: `This must be of type ${issue.expected}.` };
    case 'too_big':
      return { code: TOO_BIG[issue.origin] ?? 'too_large', message: `At most ${issue.maximum}.` };
    case 'too_small':
      return {
        code: TOO_SMALL[issue.origin] ?? 'too_small',
        message: `At least ${issue.minimum}.`,
      };
    case 'invalid_value':
      return isMissing(issue.path, input)
        ? { code: 'required', message: 'This is required.' }
        : { code: 'not_in_list', message: `One of: ${issue.values.map(String).join(', ')}.` };
    case 'invalid_format':
      return { code: 'wrong_form', message: 'This has not the right form.' };
    case 'invalid_key':
      return { code: 'key_not_allowed', message: 'This key has not the right form.' };
    default:
      return { code: 'not_valid', message: 'This is not valid.' };
  }
}

const TOO_BIG: Readonly<Record<string, string>> = { string: 'too_long', array: 'too_many' };
const TOO_SMALL: Readonly<Record<string, string>> = { string: 'too_short', array: 'too_few' };

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return true;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value === undefined;
}
