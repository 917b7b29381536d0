import fc from 'fast-check';
import { can, ROLES, SCOPES } from '../../domain/access/access.ts';
import { OPERATIONS } from '../../api/operations.ts';
import type { Attempt } from './attack.ts';
import type { World } from './bodies.ts';
import { placesOf, shapeOf } from './places.ts';
import { anything, certain, drawn, edges, seldom } from './wild.ts';

const READS = OPERATIONS.flatMap(({ declaration }) => {
  const { method, query, action } = declaration;
  const role = ROLES.find((one) => can(one, SCOPES, action));
  if (method !== 'get' || role === undefined) return [];
  const places = query ? placesOf(shapeOf(query)).filter(({ path }) => path.length === 1) : [];
  return [{ declaration, role, places }];
});

const words = anything.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

/** A text as a URL can carry it; halves of surrogate pairs it cannot. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text.slice(0, 2000)).toString());
}

const wild = fc.constantFrom(...READS).chain((read) =>
  fc.record({
    read: fc.constant(read),
    id: seldom(words),
    query: fc.array(
      read.places.length === 0
        ? words.map((value) => ['limit', value] as const)
        : fc
            .constantFrom(...read.places)
            .chain(({ path, shape }) =>
              fc
                .oneof(edges(shape), words)
                .map((value) => [String(path[0]), String(value)] as const),
            ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

const CERTAIN = READS.flatMap((read) =>
  read.places.flatMap(({ path, shape }) =>
    [...certain(shape), '\u0000'].map((value) => {
      return { read, id: null, query: [[String(path[0]), String(value)] as const] };
    }),
  ),
);

/** Extreme paths and queries for every route that reads, the same for the same seed. */
export function extremeQueries(world: World, of: { count: number; seed: number }): Attempt[] {
  return drawn(CERTAIN, wild, of).map(({ read, id, query }, n) => {
    const { path, object } = read.declaration;
    return {
      name: `query ${n} of seed ${of.seed}: ${path}`,
      run: async () => {
        const own =
          object === 'customer' ? await world.customer() : (world.ids[object ?? ''] ?? '1');
        const where = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          id === null ? (name === 'id' ? own : (world.ids[name] ?? '1')) : encoded(id) || '1',
        );
        const asked = query.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
        const headers = { authorization: `Bearer ${world.key(read.role)}` };
        const answer = await fetch(`${world.url}${where}?${asked}`, { headers });
        const said = await answer.text();
        return answer.status < 500 ? null : `${answer.status} ${said} to ${where}?${asked}`;
      },
    };
  });
}
