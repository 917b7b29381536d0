import { Client as Temporal, Connection } from '@temporalio/client';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES, type Role } from '../../domain/access/access.ts';
import { newCustomer } from '../api/kit/people.ts';
import type { Client } from '../journey/client.ts';
import { type Product, startProduct } from '../journey/product.ts';
import { DETAILS } from '../store/kit/make.ts';
import { attack, type Attacked, type Attempt } from './attack.ts';
import { extremeBodies, TARGETS, type World } from './bodies.ts';
import { extremePolicies } from './policies.ts';
import { extremeQueries } from './queries.ts';

/** `npm run extremes` makes a thousand of each; the suite a sample. A seed makes the same ones again. */
const COUNT = Number(process.env['EXTREMES'] ?? 60);
const SEED = Number(process.env['EXTREMES_SEED'] ?? 20_261_130);
/** Makes those alone whose name holds this: `policy extreme-7-270`. */
const ONLY = process.env['EXTREMES_ONLY'] ?? '';
const WITHIN_MS = 300_000 + COUNT * 5_000;
const STILL_MS = 1000;

const BLANK = { width: 40, height: 40, channels: 3, background: 'white' } as const;

let product: Product;
let picture: Buffer;
let clients: Map<Role, Client>;
beforeAll(async () => {
  product = await startProduct();
  const roles = ROLES.filter((role) => role !== 'system');
  const made = roles.map(async (role) => [role, await product.client({ role })] as const);
  clients = new Map(await Promise.all(made));
  picture = await sharp({ create: BLANK }).png().toBuffer();
  // what an engine loads at its first document is no attack's fault
  const { id } = await as('app').create(newCustomer());
  await as('app').submit(id, { type: 'passport', name: 'pass_all.png', bytes: picture });
  await as('app').rest(id, 150_000);
}, 300_000);
afterAll(() => product.stop());

const as = (role: Role): Client => {
  const client = clients.get(role);
  if (!client) throw new Error(`${role} has no key`);
  return client;
};

function worldOf(): World {
  return {
    url: product.url,
    key: (role) => as(role).key,
    customer: async () => (await as('app').create(newCustomer())).id,
    ids: { name: 'standard', n: '1' },
  };
}

const isChosen = ({ name }: Attempt) => name.includes(ONLY);

/** Nobody stood still or died, nothing was answered as a fault, no case's task fails. */
async function stoodAll({ complaints, died, slowestMs }: Attacked): Promise<void> {
  expect(complaints).toEqual([]);
  expect(died).toEqual([]);
  const still = Object.entries(slowestMs).filter(([, ms]) => ms > STILL_MS);
  expect(still, JSON.stringify(slowestMs)).toEqual([]);
  expect(await failing()).toBe(0);
}

/** Cases whose workflow tasks fail, as Temporal itself counts them. */
async function failing(): Promise<number> {
  const connection = await Connection.connect({ address: product.temporalAddress });
  try {
    const { workflow } = new Temporal({ connection });
    return (await workflow.count('TemporalReportedProblems IS NOT NULL')).count;
  } finally {
    await connection.close();
  }
}

test(
  'of extreme policies each is refused or does no harm',
  async () => {
    const { attempts, taken } = extremePolicies(
      {
        admin: as('admin'),
        app: as('app'),
        customer: (await as('app').create(newCustomer())).id,
        picture,
        person: newCustomer(),
        details: DETAILS,
      },
      { count: COUNT, seed: SEED, papersEvery: COUNT < 500 ? 8 : 2 },
    );
    await stoodAll(await attack(product, attempts.filter(isChosen)));
    if (ONLY !== '') return;
    expect(taken()).toBeGreaterThan(COUNT / 10);
    expect(taken()).toBeLessThan(COUNT * 0.9);
  },
  WITHIN_MS,
);

test(
  'of extreme paths and queries none is answered as a fault, on any route',
  async () => {
    const { id } = await as('app').create(newCustomer());
    const world = { ...worldOf(), customer: () => Promise.resolve(id) };
    const attempts = extremeQueries(world, { count: COUNT, seed: SEED });
    await stoodAll(await attack(product, attempts.filter(isChosen)));
  },
  WITHIN_MS,
);

test(
  'of extreme bodies none is answered as a fault, on any route',
  async () => {
    const app = as('app');
    const made = await as('admin').ask('POST', '/v1/api-keys', {
      body: { name: 'extreme', mode: 'test', scopes: ['customers:read'] },
    });
    const { ids, ...rest } = worldOf();
    const world = { ...rest, ids: { ...ids, api_key: (made.body as { id: string }).id } };
    expect(TARGETS.length).toBeGreaterThan(20);
    const attempts = extremeBodies(world, { count: COUNT, seed: SEED });
    await stoodAll(await attack(product, attempts.filter(isChosen)));
    const { id } = await app.create(newCustomer());
    expect((await app.move(id, 'lock')).status).toBe('locked');
  },
  WITHIN_MS,
);
