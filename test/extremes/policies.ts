import fc from 'fast-check';
import { policyBody, policyOf } from '../../api/routes/policies/body.ts';
import { PolicyCreate } from '../../api/schemas/policy.ts';
import { derive } from '../../domain/case/derive.ts';
import { type Details, presentFields } from '../../domain/case/details.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { STANDARD_2 } from '../../domain/policy/built-in-policies.ts';
import { LONGEST, shift, type Duration } from '../../domain/time.ts';
import { APP, drive, type Drive, ENGINE } from '../domain/case/drive.ts';
import { type Client, until } from '../journey/client.ts';
import type { Attempt } from './attack.ts';
import { placesOf, type Shape, shapeOf, withAt } from './places.ts';
import { anything, edges, inside, written } from './wild.ts';

const { object: _object, version: _version, ...BASE } = policyBody(STANDARD_2);
/** A machine may be slow; a case that is stuck stays so. */
const PATIENT_MS = 150_000;
const isDuration = ({ properties }: Shape) => properties?.['business_days'] !== undefined;
const PLACES = placesOf(shapeOf(PolicyCreate)).filter(({ path, shape }) => {
  const unit = String(path.at(-1));
  return path.length > 0 && path[0] !== 'name' && !(unit in LONGEST && !isDuration(shape));
});

const COUNTS = [
  0, 0.001, 0.5, 1, 2, 99, 100, 101, 1200, 1201, 26_090, 36_525, 1e6, 3e9, 1e15, 1e308,
];
const duration = fc
  .tuple(fc.constantFrom(...Object.keys(LONGEST)), fc.constantFrom(...COUNTS))
  .map(([unit, count]) => ({ [unit]: count }));
const sound = fc
  .constantFrom(...Object.entries(LONGEST))
  .chain(([unit, most]) => fc.constantFrom(1, 2, most).map((count) => ({ [unit]: count })));

const change = fc.constantFrom(...PLACES).chain(({ path, shape }) => {
  const likely = isDuration(shape) ? fc.oneof(sound, duration) : edges(shape);
  const value = fc.oneof({ weight: 5, arbitrary: likely }, { weight: 1, arbitrary: anything });
  return value.map((one) => ({ path, value: one }));
});

const SOUND = PLACES.flatMap(({ path, shape }) => {
  const values = isDuration(shape) ? sound : inside(shape);
  return values ? [{ path, values }] : [];
});
const soundChange = fc
  .constantFrom(...SOUND)
  .chain(({ path, values }) => values.map((value) => ({ path, value })));

/** The rules of the shipped default with some places at their extremes, or beyond. */
const rules = fc
  .oneof(
    fc.array(change, { minLength: 1, maxLength: 3 }),
    fc.array(soundChange, { minLength: 1, maxLength: 4 }),
  )
  .map((changes) =>
    changes.reduce<unknown>((whole, { path, value }) => withAt(whole, path, value), BASE),
  );

export interface Players {
  admin: Client;
  app: Client;
  picture: Buffer;
  /** Against whose case drafts are held. */
  customer: string;
  /** A body of a creation, whose details the oracle knows too. */
  person: { details: Record<string, unknown> };
  details: Details;
}

/** Extreme policies: each is tried, simulated, published, and where it is taken a case lives under it. */
export function extremePolicies(
  players: Players,
  of: { count: number; seed: number; papersEvery: number },
): { attempts: Attempt[]; taken: () => number } {
  let taken = 0;
  const drawn = fc.sample(rules, { numRuns: of.count, seed: of.seed });
  const attempts = drawn.map((one, n): Attempt => {
    const name = `extreme-${of.seed}-${n}`;
    return {
      name: `policy ${name}`,
      run: async () => {
        const wrong = await published(players, withAt(one, ['name'], name));
        if (typeof wrong === 'string') return wrong;
        if (wrong === null) return null;
        taken += 1;
        const sends = taken % of.papersEvery === 0;
        return (await lives(players, wrong, sends)) ?? (n % 3 === 0 ? moved(players, wrong) : null);
      },
    };
  });
  return { attempts, taken: () => taken };
}

/** The policy where it was published, null where it was refused, or what was wrong. */
async function published({ admin, customer }: Players, body: unknown) {
  const sent = { body: written(body) };
  const tried = await admin.ask('POST', '/v1/policies?dry_run=true', sent);
  const draft = written({ customer, draft: withAt(body, ['name'], undefined) });
  const simulated = await admin.ask('POST', '/v1/policies/standard/simulate', { body: draft });
  const made = await admin.ask('POST', '/v1/policies', sent);
  const statuses = [tried, simulated, made].map(({ status }) => status).join();
  if (statuses === '200,200,201') return made.body as { name: string; version: number };
  const refused = [400, 413, 422];
  const isRefused = [tried, simulated, made].every(({ status }) => refused.includes(status));
  return isRefused ? null : `${statuses} ${tried.text.slice(0, 200)}`;
}

/** A case under it comes to where the law says, with a good passport or without, and to its end. */
async function lives(players: Players, label: { name: string; version: number }, sends: boolean) {
  const { app, admin, person, details } = players;
  const policy = await readBack(admin, label);
  const level = Object.keys(policy.levels)[0] ?? '';
  const { id } = await app.create({ ...person, level, policy: label.name });
  const one = drive({ policy, level, country: 'SE', present: presentFields(details) });
  // no engine of screening ships: it is tried for minutes before a person is asked
  const answers = sends && !policy.requirements.details.checks.includes('screening');
  const expected = answers ? foreseen(one) : derive(one.state()).statusReason;
  const found = answers ? await sent(players, id) : (await app.read(id)).status_reason;
  if (!isShort(policy) && found !== expected) return `${found}, not ${expected}`;
  return ends(app, id);
}

async function readBack(admin: Client, { name, version }: { name: string; version: number }) {
  const read = await admin.ask('GET', `/v1/policies/${name}/versions/${version}`);
  const { name: _name, version: _at, ...wire } = read.body as Record<string, unknown>;
  for (const field of ['object', 'mode', 'created_at']) delete wire[field];
  return policyOf(name, version, wire as Parameters<typeof policyOf>[2]);
}

/** Where a good passport brings the case, or how it is refused. */
async function sent({ app, picture }: Players, id: string): Promise<string> {
  const files = { front: picture.toString('base64'), file_name: 'pass_all.png' };
  const documents = [{ type: 'passport', country: 'SE', ...files }];
  const answer = await app.ask('POST', `/v1/customers/${id}/documents`, { body: { documents } });
  if (answer.status !== 201) return (answer.body as { code: string }).code;
  return (await app.rest(id, PATIENT_MS)).status_reason;
}

/** A healthy case that is moved to it lives on too. */
async function moved({ app, admin, person }: Players, label: { name: string; version: number }) {
  const { id } = await app.create({ ...person, level: 'basic' });
  const path = `/v1/policies/${label.name}/versions/${label.version}/move`;
  const asked = await admin.ask('POST', path, { body: { customer: id } });
  if (asked.status !== 202) return `a move: ${asked.status} ${asked.text}`;
  const move = (asked.body as { id: string }).id;
  await until(
    () => admin.ask('GET', `/v1/policy-moves/${move}`),
    ({ body }) => (body as { ended_at: string | null }).ended_at !== null,
    PATIENT_MS,
  );
  return ends(app, id);
}

async function ends(app: Client, id: string): Promise<string | null> {
  const closed = await app.ask('POST', `/v1/customers/${id}/close`, { body: {} });
  if (closed.status !== 200) return `a close: ${closed.status} ${closed.text}`;
  const { status_reason: reason, documents = [] } = await app.read(id);
  const open = documents.filter(({ state }) => state === 'verifying' || state === 'in_review');
  return reason === 'closed' && open.length === 0
    ? null
    : `closed is ${reason}, ${open.length} open`;
}

/** Where the law leaves a case whose passport is good, or how it refuses the passport. */
function foreseen(one: Drive): string {
  const said = one.submission(['passport']);
  const refusal = one.refusal(said, APP);
  if (refusal !== null) return refusal;
  one.send(said, APP);
  for (;;) {
    const running = one.state().checks.find(({ outcome }) => outcome === null);
    if (!running) return derive(one.state()).statusReason;
    one.send(one.answers(running.requirement), ENGINE);
  }
}

/** Deadlines that may pass while the test looks. */
function isShort({ deadlines, refresh, expiryNotice }: Policy): boolean {
  const all: Duration[] = [...Object.values(deadlines), ...Object.values(refresh), expiryNotice];
  const now = '2027-01-01T12:00:00.000Z';
  return all.some((one) => shift(now, one) < shift(now, { seconds: 600 }));
}
