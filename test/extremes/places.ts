import { z } from 'zod';

/** What JSON Schema says of a value; only what is read here. */
export interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  allOf?: Shape[];
  $ref?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  propertyNames?: Shape;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

export type Path = readonly (string | number)[];

/** The shape of what a schema takes. */
export function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape;
}

/** Every place of a shape, with what may stand there; of alternatives the first that is not null. */
export function placesOf(shape: Shape, path: Path = []): { path: Path; shape: Shape }[] {
  const own = plain(shape);
  const inner: [string | number, Shape][] = [
    ...Object.entries(own.properties ?? {}),
    ...(own.items ? [[0, own.items] as [number, Shape]] : []),
    ...(typeof own.additionalProperties === 'object'
      ? [[keyOf(own), own.additionalProperties] as [string, Shape]]
      : []),
  ];
  return [
    { path, shape: own },
    ...inner.flatMap(([name, one]) => placesOf(dated(name, one), [...path, name])),
  ];
}

/** Instants are texts to a schema; our names tell them. */
function dated(name: string | number, shape: Shape): Shape {
  return /_(after|before|at)$/.test(String(name)) ? { ...shape, format: 'date-time' } : shape;
}

function plain(shape: Shape): Shape {
  const one = shape.anyOf?.find(({ type }) => type !== 'null');
  if (one) return plain(one);
  return shape.allOf ? Object.assign({}, shape, ...shape.allOf.map(plain)) : shape;
}

function keyOf({ propertyNames }: Shape): string {
  const [first] = propertyNames?.enum ?? [];
  if (typeof first === 'string') return first;
  return propertyNames?.pattern?.includes('[A-Z]{2}') ? 'SE' : 'plan';
}

/** The least that the shape takes, so far as a shape tells; an example says more. */
export function leastOf(shape: Shape): unknown {
  const own = plain(shape);
  if (own.const !== undefined) return own.const;
  if (own.enum) return own.enum[0];
  if (own.type === 'object') {
    const names = own.required ?? [];
    return Object.fromEntries(names.map((name) => [name, leastOf(own.properties?.[name] ?? {})]));
  }
  if (own.type === 'array') return own.items ? [leastOf(own.items)] : [];
  if (own.type === 'number' || own.type === 'integer') return own.minimum ?? 1;
  if (own.type === 'boolean') return true;
  return 'x';
}

/** A copy with another value at one place, which is made where it is missing. */
export function withAt(body: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  if (typeof first === 'number') {
    const list: unknown[] = Array.isArray(body) ? [...(body as unknown[])] : [];
    list[first] = withAt(list[first], rest, value);
    return list;
  }
  const known = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  const entries = new Map(Object.entries(known));
  entries.set(first, withAt(entries.get(first), rest, value));
  return Object.fromEntries(entries);
}
