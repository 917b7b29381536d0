import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Actor, SYSTEM } from '../../domain/access/access.ts';
import { exportAudit } from '../../store/audit/export-audit.ts';
import { type Product, startProduct } from './product.ts';
import { tell, type Told } from './story.ts';

interface Entry {
  n: number;
  action: string;
  actor: Actor;
  object: string;
  request?: string;
  data?: Record<string, unknown>;
}

let product: Product;
let told: Told;
let entries: Entry[];
beforeAll(async () => {
  product = await startProduct();
  told = await tell(product);
  entries = await chainOf(told.id);
}, 120_000);
afterAll(() => product.stop());

async function chainOf(chain: string): Promise<Entry[]> {
  const rows = await product.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', chain)
    .orderBy('n')
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as Entry);
}

const actionsOf = (request: string) =>
  entries.filter((one) => one.request === request).map(({ action }) => action);
const count = (action: string) => entries.filter((one) => one.action === action).length;

/** The entries that an accepted request of each kind must leave in the customer's audit chain. */
const MUST: [route: RegExp, actions: string[]][] = [
  [/^POST \/v1\/customers$/, ['customer.created']],
  [/^POST \S+\/consents$/, ['consent.recorded']],
  [/^POST \S+\/documents$/, ['document.uploaded', 'documents.submitted']],
  [/^POST \S+\/claim$/, ['review.claimed']],
  [/^POST \S+\/notes$/, ['review.noted']],
  [/^POST \S+\/escalate$/, ['text.staged', 'review.escalated']],
  [/^POST \S+\/decisions$/, ['text.staged', 'decision.made']],
  [/^PATCH \/v1\/customers\/\w+$/, ['details.staged', 'details.changed', 'details.revealed']],
  [/^POST \S+\/lock$/, ['text.staged', 'case.locked']],
  [/^POST \S+\/unlock$/, ['text.staged', 'case.unlocked']],
  [/^POST \S+\/close$/, ['text.staged', 'case.closed']],
  [/^GET \/v1\/customers\/\w+(\?|$)/, ['details.revealed']],
  [/^GET \S+\/checks$/, ['readings.revealed']],
  [/^GET \S+\/pages\/0$/, ['page.revealed']],
];
/** Reads that open no sealed data. */
const OPENS_NOTHING = /^GET \/v1\/(reviews|customers\?)/;

test('every mutation and every opening of the story has its entry, named by its request', () => {
  const done = [...told.app.heard, ...told.reviewer.heard].filter(({ status }) => status < 300);
  const seen = new Set<RegExp>();
  for (const { method, path, request } of done) {
    const asked = `${method} ${path}`;
    if (OPENS_NOTHING.test(asked)) continue;
    const rule = MUST.find(([route]) => route.test(asked));
    expect(rule, asked).toBeDefined();
    if (rule) seen.add(rule[0]);
    expect(actionsOf(request), asked).toEqual(expect.arrayContaining(rule?.[1] ?? []));
  }
  expect(MUST.filter(([route]) => !seen.has(route)).map(String)).toEqual([]);
});

test('nothing is opened twice for one request, and no entry stands without its cause', () => {
  const opened = [...told.app.heard, ...told.reviewer.heard].filter(
    ({ status, path }) => status < 300 && /\/(checks|pages\/0)$/.test(path),
  );
  for (const { request, path } of opened) expect(actionsOf(request), path).toHaveLength(1);
  expect(count('readings.revealed') + count('page.revealed')).toBe(opened.length);
});

test('what the engines open and store has its entries: a round, its pages, each finding', async () => {
  const { database } = product.store;
  const findings = await database
    .selectFrom('finding')
    .select('check_id')
    .where('customer_id', '=', told.id)
    .execute();
  expect(findings.length).toBeGreaterThan(10);
  const stored = entries.filter(({ action }) => action === 'finding.stored');
  const named = stored.flatMap(({ data }) => (data?.['findings'] as string[] | undefined) ?? []);
  expect(named.map((one) => one.replace(/:.*/, '')).toSorted()).toEqual(
    findings.map(({ check_id }) => check_id).toSorted(),
  );
  const rounds = entries.filter(({ action }) => action === 'checks.answered');
  expect(count('round.opened')).toBeGreaterThanOrEqual(rounds.length);
  expect(count('identity_number.registered')).toBe(1);
  const pages = await database
    .selectFrom('clean_page')
    .select('document_id')
    .where('customer_id', '=', told.id)
    .execute();
  expect(count('page.cleaned')).toBeGreaterThanOrEqual(
    new Set(pages.map((one) => one.document_id)).size,
  );
});

test('every version of the case is an entry, in order, and every decision another', async () => {
  const versions = entries.flatMap(({ data, action }) =>
    data && 'version' in data && !action.startsWith('decision.') ? [Number(data['version'])] : [],
  );
  const { version } = await told.app.read(told.id);
  const cases = [...new Set(versions)].toSorted((a, b) => a - b);
  expect(cases).toEqual(Array.from({ length: version }, (_, at) => at + 1));
  const decisions = await product.store.database
    .selectFrom('decision')
    .select('id')
    .where('customer_id', '=', told.id)
    .execute();
  const said = entries
    .filter(({ action }) => action === 'decision.made')
    .map(({ object }) => object);
  expect(said.toSorted()).toEqual(decisions.map(({ id }) => id).toSorted());
});

test('a replayed answer is opened once more, and that is an entry too', async () => {
  const once = 'the-same-again';
  const path = `/v1/customers/${told.id}/reopen`;
  const first = await told.app.ask('POST', path, { once, body: {} });
  const again = await told.app.ask('POST', path, { once, body: {} });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.text).toBe(first.text);
  const request = again.headers.get('x-request-id');
  const found = (await chainOf(told.id)).filter((one) => one.request === request);
  expect(found.map(({ action }) => action)).toEqual(['answer.replayed']);
});

test('the exported trail verifies with the program, offline, and one changed letter is found', async () => {
  const at = new Date().toISOString();
  const lines = await product.store.database
    .transaction()
    .execute((trx) =>
      exportAudit(trx, product.store.keys, SYSTEM, { mode: 'test' }, { customer: told.id, at }),
    );
  expect(lines.length).toBeGreaterThan(entries.length);
  const verify = async (name: string, content: string[]) => {
    const path = join(product.directory, name);
    await writeFile(path, `${content.join('\n')}\n`);
    const main = fileURLToPath(new URL('../../worker/vouch.ts', import.meta.url));
    return spawnSync(process.execPath, [main, 'audit', 'verify', path], {
      encoding: 'utf8',
      env: {},
    });
  };
  expect(await verify('trail.jsonl', lines)).toMatchObject({ status: 0 });
  const forged = lines.map((line) => line.replace('case.locked', 'case.closed'));
  expect(forged).not.toEqual(lines);
  expect(await verify('forged.jsonl', forged)).toMatchObject({ status: 1 });
});
