import fc from 'fast-check';
import { z } from 'zod';
import { can, ROLES, type Role, SCOPES } from '../../domain/access/access.ts';
import { OPERATIONS } from '../../api/operations.ts';
import type { Declaration } from '../../api/http/operation.ts';
import { policyBody } from '../../api/routes/policies/body.ts';
import { STANDARD_2 } from '../../domain/policy/built-in-policies.ts';
import type { Attempt } from './attack.ts';
import { leastOf, placesOf, type Shape, shapeOf, withAt } from './places.ts';
import { anything, certain, drawn, edges, seldom, written } from './wild.ts';

/** A route that takes a body, with all the places of it. */
interface Target {
  declaration: Declaration;
  base: unknown;
  places: ReturnType<typeof placesOf>;
  role: Role;
}

const FRAME = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]).toString('base64');
const { object: _object, version: _version, ...RULES } = policyBody(STANDARD_2);
/** Bodies that come further than an example does. */
const MORE_BASES: Readonly<Record<string, unknown[]>> = {
  submitDocuments: [
    { documents: [{ type: 'selfie', frames: [FRAME], step: [0], challenge: 'lch_none' }] },
  ],
  publishPolicy: [{ ...RULES, name: 'wild' }],
  simulatePolicy: [{ draft: RULES, filter: {} }],
  movePolicy: [{ filter: { policy: 'none' } }],
};

export const TARGETS: readonly Target[] = OPERATIONS.flatMap(({ declaration }): Target[] => {
  const { method, body, raw } = declaration;
  if (method !== 'post' && method !== 'patch') return [];
  const schema = body ?? raw?.['application/json']?.schema;
  const shape: Shape = schema instanceof z.ZodType ? shapeOf(schema) : { type: 'object' };
  const role = ROLES.find((one) => can(one, SCOPES, declaration.action));
  if (role === undefined) throw new Error(`nobody may ${declaration.action}`);
  const example = declaration.example ?? raw?.['application/json']?.example ?? leastOf(shape);
  const places = placesOf(shape);
  const bases = [example, ...(MORE_BASES[declaration.name] ?? [])];
  return bases.map((base) => ({ declaration, base, places, role }));
});

/** How the text of a body is spoilt beyond its values. */
const SPOILT: ((text: string) => string | Buffer)[] = [
  (text) => `\ufeff${text}`,
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => `${text}${text}`,
  (text) => text.replace('{', '{"__proto__":{"level":"basic"},'),
  (text) => text.replace(/\{("[^"]+":)/, '{$10,$1'),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]),
  () => '',
  () => 'null',
  () => '[]',
  () => '"text"',
];

interface Wild {
  target: Target;
  text: string | Buffer;
  contentType: string;
}

const wild: fc.Arbitrary<Wild> = fc.constantFrom(...TARGETS).chain((target) =>
  fc
    .tuple(
      fc.array(
        fc
          .constantFrom(...target.places)
          .chain(({ path, shape }) =>
            fc.oneof(edges(shape), anything).map((value) => ({ path, value })),
          ),
        { minLength: 1, maxLength: 3 },
      ),
      seldom(fc.constantFrom(...SPOILT)),
      fc.constantFrom(
        ...Array.from({ length: 9 }, () => 'application/json'),
        'application/json; charset=utf-16',
        'text/plain',
      ),
    )
    .map(([changes, spoil, contentType]) => {
      const body = changes.reduce<unknown>(
        (whole, { path, value }) => withAt(whole, path, value),
        target.base,
      );
      const text = written(body);
      return { target, text: spoil ? spoil(text) : text, contentType };
    }),
);

const CERTAIN = TARGETS.flatMap((target) =>
  target.places.flatMap(({ path, shape }) =>
    certain(shape).map((value): Wild => {
      const text = written(withAt(target.base, path, value));
      return { target, text, contentType: 'application/json' };
    }),
  ),
);

/** Ids for the places of a path: each attempt may have a customer of its own. */
export interface World {
  url: string;
  key: (role: Role) => string;
  customer: () => Promise<string>;
  ids: Record<string, string>;
}

/** Extreme bodies for every route that takes one, the same for the same seed. */
export function extremeBodies(world: World, of: { count: number; seed: number }): Attempt[] {
  return drawn(CERTAIN, wild, of).map(({ target, text, contentType }, n) => {
    const { method, path } = target.declaration;
    return {
      name: `body ${n} of seed ${of.seed}: ${method} ${path}`,
      run: async () => {
        const where = await filled(world, target.declaration);
        const headers = {
          authorization: `Bearer ${world.key(target.role)}`,
          'idempotency-key': `extreme-${of.seed}-${n}`,
          'content-type': contentType,
        };
        const asked = { method: method.toUpperCase(), headers, body: text };
        const answer = await fetch(`${world.url}${where}`, asked);
        const said = await answer.text();
        return answer.status < 500
          ? null
          : `${answer.status} ${said} to ${text.toString('utf8').slice(0, 200)}`;
      },
    };
  });
}

async function filled(world: World, { path, object }: Declaration): Promise<string> {
  const id = object === 'customer' ? await world.customer() : (world.ids[object ?? ''] ?? 'none');
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id' ? id : (world.ids[name] ?? '1'),
  );
}
