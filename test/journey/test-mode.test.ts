import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GIVEN_BY, MAGIC_VALUES } from '../../domain/test-mode.ts';
import { REASON_CODES } from '../../domain/reasons/reasons.ts';
import { STATUS_ROWS } from '../../domain/case/status.ts';
import { type Client, type Customer, type Standing, until } from './client.ts';
import { type Product, startProduct } from './product.ts';
import {
  codesIn,
  merged,
  PATIENCE_MS,
  play,
  type Players,
  POLICIES,
  type Row,
  SECTIONS,
} from './recipes.ts';

let product: Product;
let players: Players;
beforeAll(async () => {
  product = await startProduct({ env: { VERIFICATION_CONCURRENCY: '3' } });
  players = await playersOf(product);
  await publish(players.app);
});
afterAll(() => product.stop());

async function playersOf({ client }: Product): Promise<Players> {
  const [app, reviewer, second] = await Promise.all([
    client(),
    client({ role: 'senior_reviewer' }),
    client({ role: 'senior_reviewer' }),
  ]);
  const blank = { width: 24, height: 24, channels: 3, background: 'white' } as const;
  return { app, reviewer, second, picture: await sharp({ create: blank }).png().toBuffer() };
}

async function publish(app: Client): Promise<void> {
  const { body } = await app.ask('GET', '/v1/policies/standard/versions/1');
  const {
    object: _,
    version: __,
    mode: ___,
    created_at: ____,
    ...rules
  } = body as Record<string, unknown>;
  for (const [name, patch] of Object.entries(POLICIES)) {
    const asked = { body: merged({ ...rules, name }, patch) };
    const { status, text } = await app.ask('POST', '/v1/policies', asked);
    if (status !== 201) throw new Error(text);
  }
}

const rowsOf = (column: string) =>
  SECTIONS.flatMap(({ rows, recipe }) =>
    rows.filter((row) => row[column] !== undefined).map((row) => ({ row, recipe })),
  );
const cell = (row: Row, column: string) => codesIn(row[column] ?? '');
const STATUSES = rowsOf('status').map(({ row }) => row);
const VALUES = rowsOf('value');
const REASONS = rowsOf('given by').map(({ row }) => row);

test('the page lists every status row, every magic value and every reason, each once', () => {
  const standings = STATUSES.map((row) => [...cell(row, 'status'), ...cell(row, 'status_reason')]);
  expect(standings).toEqual(STATUS_ROWS.map(({ status, reason }) => [status, reason]));
  const values = VALUES.map(({ row }) => ({
    value: cell(row, 'value')[0],
    checks: row['checks'] === 'all' ? MAGIC_VALUES[0]?.checks : cell(row, 'checks'),
    outcome: cell(row, 'outcome')[0],
    reasons: cell(row, 'reason'),
  }));
  const listed = MAGIC_VALUES.map(({ value, checks, outcome, reasons }) => ({
    value,
    checks,
    outcome,
    reasons,
  }));
  const byValue = (a: { value?: string | undefined }, b: { value?: string | undefined }) =>
    (a.value ?? '') < (b.value ?? '') ? -1 : 1;
  expect(values.toSorted(byValue)).toEqual(listed.toSorted(byValue));
  const given = REASONS.map((row): [string, unknown] => [
    cell(row, 'reason')[0] ?? '',
    row['given by'],
  ]);
  const others = REASON_CODES.filter((code) => typeof GIVEN_BY[code] === 'string');
  expect(Object.fromEntries(given)).toEqual(
    Object.fromEntries(others.map((code) => [code, GIVEN_BY[code]])),
  );
  const reached = new Set([
    ...values.flatMap(({ reasons }) => reasons),
    ...given.map(([of]) => of),
  ]);
  expect([...reached].sort()).toEqual([...REASON_CODES].sort());
});

test.concurrent.each(
  STATUSES.map((row): [string, Row] => [cell(row, 'status_reason')[0] ?? '', row]),
)(
  'status row %s',
  async (_, row) => {
    const id = await play(players, cell(row, 'recipe'));
    const [status, reason] = [cell(row, 'status')[0], cell(row, 'status_reason')[0]];
    await players.app.reach(id, `${status}/${reason}` as Standing, PATIENCE_MS);
  },
  PATIENCE_MS,
);

test.concurrent.each(
  VALUES.map(({ row, recipe }): [string, string[], Row] => [
    cell(row, 'value')[0] ?? '',
    recipe,
    row,
  ]),
)(
  'magic value %s',
  async (value, recipe, row) => {
    const id = await play(
      players,
      recipe.map((step) => step.replace('VALUE', value)),
    );
    const customer = await players.app.rest(id, PATIENCE_MS);
    expect(customer.checks).not.toHaveLength(0);
    const judged = customer.checks?.at(-1)?.requirement;
    const answered = (customer.checks ?? [])
      .filter(({ requirement, kind }) => requirement === judged && named(row, kind))
      .map(({ outcome, reasons }) => ({ outcome, reasons: reasons.map(({ code }) => code) }));
    const expected = { outcome: cell(row, 'outcome')[0], reasons: cell(row, 'reason') };
    expect(answered.length).toBeGreaterThan(0);
    expect(answered).toEqual(answered.map(() => expected));
    expect(becameOf(customer, judged ?? '')).toBe(row['then']);
  },
  PATIENCE_MS,
);

test.concurrent.each(REASONS.map((row): [string, Row] => [cell(row, 'reason')[0] ?? '', row]))(
  'reason %s, which no check gives',
  async (reason, row) => {
    const id = await play(players, cell(row, 'recipe'));
    const told = ({ requirements, decisions = [] }: Customer) => [
      ...requirements.items.flatMap(({ errors }) => errors.map(({ code }) => code)),
      ...decisions.flatMap(({ reasons }) => reasons),
    ];
    await until(
      () => players.app.read(id),
      (customer) => told(customer).some((code) => code === reason),
      PATIENCE_MS,
    );
  },
  PATIENCE_MS,
);

function named(row: Row, kind: string): boolean {
  return row['checks'] === 'all' || cell(row, 'checks').includes(kind);
}

/** The result of a requirement in the terms of the column `then`. */
function becameOf(customer: Customer, requirement: string): string {
  if (customer.status_reason === 'verification_failed') return 'ended';
  const item = customer.requirements.items.find((one) => one.requirement === requirement);
  if (item?.state === 'satisfied') return 'accepted';
  if (item?.state === 'in_review') return 'person';
  if (item?.state !== 'currently_due') return String(item?.state);
  return item.attempts === 0 ? 'another picture' : 'rejected';
}
