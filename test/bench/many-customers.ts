import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import type { Details } from '../../domain/case/details.ts';
import { shiftMs } from '../../domain/time.ts';
import { lookupsOf } from '../../store/customers/lookups.ts';
import type { Database, KeysDatabase } from '../../store/db/database.ts';
import { fileKeyProvider, type KeyProvider } from '../../store/keys/kek.ts';
import type { Keys } from '../../store/keys/keys.ts';
import { openKey } from '../../store/keys/open-key.ts';
import { AADS } from '../../store/sealing/aads.ts';
import { priorityOf } from '../../store/reviews/priority.ts';
import { sealJson } from '../../store/sealing/sealed-json.ts';
import { APP, SUFFIX, type Template, type Templates, templatesOf } from './many-cases.ts';

export interface Place {
  database: Kysely<Database>;
  keysDatabase: Kysely<KeysDatabase>;
  keys: Pick<Keys, 'indexKey'>;
  /** The file of the key-encryption key: every customer gets a key of their own. */
  kekFile: string;
}

export interface Many {
  customers: number;
  /** Of them in review; one in ten at high risk, one in ten claimed, one in twenty escalated. */
  reviews: number;
  mode: Mode;
  /** Now: the newest was created a moment before. */
  at: string;
}

const BATCH = 2000;
const APART_MS = 600_000;
const DAY_MS = 86_400_000;

/**
 * Customers with their cases, keys, sealed details, look-ups and reviews, by bulk statements: rows as
 * the product writes them, without workflows, events or audit entries behind them. The n-th has the
 * e-mail address of `emailOf(n)`; its id comes back at its place.
 */
export async function fillCustomers(place: Place, many: Many): Promise<string[]> {
  const provider = await fileKeyProvider(place.kekFile);
  const indexKey = await place.keys.indexKey();
  const templates = templatesOf(many.mode);
  const ids: string[] = [];
  for (let from = 0; from < many.customers; from += BATCH) {
    const size = Math.min(BATCH, many.customers - from);
    const batch = Array.from({ length: size }, (_, k) => oneOf(from + k, many, templates));
    await insert(place, batch, { provider, indexKey, mode: many.mode });
    ids.push(...batch.map(({ id }) => id));
  }
  await countStatuses(place.database, many.mode);
  await sql`ANALYZE customer, "case", lookup, review, review_claim`.execute(place.database);
  return ids;
}

export function emailOf(n: number): string {
  return `person-${n}@example.com`;
}

interface One {
  id: string;
  n: number;
  at: string;
  template: Template;
  /** Own values of the row of `case`. */
  own: Record<string, unknown>;
  review: Record<string, unknown> | null;
  claim: Record<string, unknown> | null;
}

function oneOf(n: number, many: Many, templates: Templates): One {
  const suffix = `B${randomBytes(8).toString('hex')}${String(n).padStart(7, '0')}`;
  const id = `cus_${suffix}`;
  const at = shiftMs(many.at, (n - many.customers) * APART_MS);
  const every = Math.max(1, Math.floor(many.customers / Math.max(1, many.reviews)));
  const r = Math.floor(n / every);
  const inReview = n % every === 0 && r < many.reviews;
  const template = inReview
    ? templates[r % 10 === 0 ? 'riskyInReview' : 'inReview']
    : templates[n % 5 === 0 ? 'collecting' : 'verified'];
  const verified = template === templates.verified ? shiftMs(at, (1 + (n % 600)) * 1000) : null;
  const moved = shiftMs(at, n % 7 === 0 ? 30 * DAY_MS : 60_000); // some long after they came
  const updated = moved < many.at ? moved : many.at;
  const own = { customer_id: id, created_at: at, updated_at: updated, verified_at: verified };
  if (!inReview) return { id, n, at, template, own, review: null, claim: null };
  const { review, claim } = reviewOf({ id, r, template, many });
  return { id, n, at, template, own, review, claim };
}

function reviewOf({
  id,
  r,
  template,
  many,
}: {
  id: string;
  r: number;
  template: Template;
  many: Many;
}) {
  const kept = template.state.review;
  if (!kept) throw new Error('a template in review has none');
  const opened = shiftMs(many.at, -(r % 100) * 3_600_000);
  const { risk } = template.row as { risk: 'low' | 'high' };
  const review = {
    id: kept.id.replaceAll(SUFFIX, id.slice(4)),
    customer_id: id,
    mode: many.mode,
    priority: priorityOf(risk),
    requirements: kept.requirements,
    reasons: kept.reasons,
    opened_at: opened,
    due_at: shiftMs(opened, 2 * DAY_MS),
    escalated_at: r % 20 === 7 ? many.at : null,
  };
  const times = { claimed_at: many.at, expires_at: shiftMs(many.at, 1_800_000) };
  const holder = { holder: `bench-${r % 30}`, actor: APP };
  const claim =
    r % 10 === 3 ? { review_id: review.id, customer_id: id, ...holder, ...times } : null;
  return { review, claim };
}

function detailsOf({ n }: One): Details {
  return {
    givenNames: 'Anna',
    familyName: `Bench${n}`,
    birthDate: '1980-01-01',
    nationality: 'SE',
    email: emailOf(n),
    phone: `+467${String(n).padStart(8, '0')}`,
    address: {
      line1: `Storgatan ${n}`,
      line2: null,
      city: 'Uppsala',
      region: null,
      postalCode: '753 20',
      country: 'SE',
    },
    employmentStatus: null,
    occupation: null,
    sourceOfFunds: null,
    expectedMonthlyAmount: null,
  };
}

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

async function insert(
  { database, keysDatabase }: Place,
  batch: One[],
  by: { provider: KeyProvider; indexKey: Buffer; mode: Mode },
): Promise<void> {
  const rows = await Promise.all(batch.map((one) => sealedRows(one, by)));
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  await sql`INSERT INTO customer_key (customer_id, version, kek_id, wrapped, created_at)
    SELECT customer_id, 1, kek_id, wrapped, now() FROM jsonb_populate_recordset(NULL::customer_key,
      ${json(rows.map(({ key }) => key))})`.execute(keysDatabase);
  await sql`WITH customers AS (
      INSERT INTO customer SELECT * FROM jsonb_populate_recordset(NULL::customer,
        ${json(rows.map(({ customer }) => customer))})),
    lookups AS (
      INSERT INTO lookup SELECT * FROM jsonb_populate_recordset(NULL::lookup,
        ${json(rows.flatMap(({ lookups }) => lookups))})),
    claims AS (
      INSERT INTO review_claim SELECT * FROM jsonb_populate_recordset(NULL::review_claim,
        ${json(batch.flatMap(({ claim }) => claim ?? []))}))
    INSERT INTO review (id, customer_id, mode, priority, requirements, reasons, opened_at, due_at,
      escalated_at)
    SELECT id, customer_id, mode, priority, requirements, reasons, opened_at, due_at, escalated_at
    FROM jsonb_populate_recordset(NULL::review, ${json(batch.flatMap(({ review }) => review ?? []))})`.execute(
    database,
  );
  await sql`INSERT INTO details_version SELECT * FROM jsonb_populate_recordset(
    NULL::details_version, ${json(rows.map(({ details }) => details))})`.execute(database);
  await insertCases(database, batch);
}

/** The law's own state, with each customer's suffix put into its ids by the database. */
async function insertCases(database: Kysely<Database>, batch: One[]): Promise<void> {
  for (const template of new Set(batch.map((one) => one.template))) {
    const owns = batch.filter((one) => one.template === template).map(({ own }) => own);
    await sql`INSERT INTO "case" SELECT made.* FROM jsonb_array_elements(${JSON.stringify(owns)}::jsonb) own,
      LATERAL jsonb_populate_record(NULL::"case", replace(${JSON.stringify(template.row)}::text,
        ${SUFFIX}, substr(own ->> 'customer_id', 5))::jsonb || own) made`.execute(database);
  }
}

async function sealedRows(
  one: One,
  { provider, indexKey, mode }: { provider: KeyProvider; indexKey: Buffer; mode: Mode },
) {
  const { id, at, n } = one;
  const bytes = randomBytes(32);
  const wrapped = await provider.wrap(bytes, `${id}/1`);
  const key = openKey(id, 1, bytes);
  const by = { created_at: at, created_by: APP };
  const details = detailsOf(one);
  return {
    key: { customer_id: id, kek_id: provider.current(), wrapped: hex(wrapped) },
    customer: {
      id,
      external_id: `bench-${n}-${id.slice(-12)}`,
      mode,
      locale: 'sv',
      metadata: hex(sealJson(key, AADS.metadata(id), { plan: 'gold' })),
      opening: {},
      details_count: 1,
      revision: 0,
      ...by,
    },
    details: {
      customer_id: id,
      version: 1,
      details: hex(sealJson(key, AADS.details(id, 1), details)),
      country: 'SE',
      ...by,
    },
    lookups: lookupsOf(indexKey, id, 1, details).map((row) => ({ ...row, mac: hex(row.mac) })),
  };
}

async function countStatuses(database: Kysely<Database>, mode: Mode): Promise<void> {
  await sql`INSERT INTO status_count (mode, status, status_reason, shard, count)
    SELECT mode, status, status_reason, 0, count(*) FROM "case" WHERE mode = ${mode}
    GROUP BY mode, status, status_reason
    ON CONFLICT (mode, status, status_reason, shard) DO UPDATE SET count = excluded.count`.execute(
    database,
  );
}
