import { setImmediate as others } from 'node:timers/promises';
import type { z } from '@hono/zod-openapi';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { CaseFilter } from '../../../domain/policy/move.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { SCORED } from '../../../domain/policy/simulate/predict.ts';
import { simulate, type Simulated } from '../../../domain/policy/simulate/simulate.ts';
import { latestVersion } from '../../../store/policies/get-policy.ts';
import { listCaseStates, measuresOf } from '../../../store/policies/matching-cases.ts';
import type { Cursor } from '../../../store/db/scope.ts';
import type { AnyCall, Call } from '../../http/call.ts';
import { operation } from '../../http/operation.ts';
import { SimulationBody, SimulationCreate } from '../../schemas/simulation.ts';
import { policyOf } from './body.ts';
import { casesOf } from './cases.ts';
import { refuseProblems } from './publish.ts';
import { publishedVersion } from './read.ts';
import { caseBody, createTally } from './tally.ts';

const PAGE = 100;

export const simulation = operation(
  {
    method: 'post',
    path: '/v1/policies/{name}/simulate',
    name: 'simulatePolicy',
    summary: 'Which cases would change under a draft or another version; changes nothing',
    tag: 'Policies',
    action: 'policy.simulate',
    rate: 'writes',
    object: null,
    idempotency: 'taken',
    body: SimulationCreate,
    example: { version: 1, filter: { policy: 'standard' }, limit: 100 },
    responses: { 200: { description: 'Who would change', schema: SimulationBody } },
  },
  async (call) => {
    if (!call.may('finding.read')) {
      throw new Refusal('forbidden', 'What rules say of a case needs the scope findings:read.');
    }
    const policy = await policyMeant(call);
    const filter = await casesOf(call, call.body);
    const { marks } = call.deps;
    const { limit, after, draft } = call.body;
    const name = `simulate ${call.scope.mode} ${JSON.stringify([policy, filter])}`;
    const from = after === undefined ? undefined : await marks.openCursor(after, name);
    const tally = createTally();
    const next = await examine(call, { policy, filter, limit, from }, tally.add);
    const label = { name: policy.name, version: draft ? null : policy.version };
    const { changed, ...counts } = tally.counts();
    const body = {
      object: 'simulation',
      policy: label,
      ...counts,
      changed: changed.length,
      data: changed.map(caseBody),
      next: await marks.sealCursor(next, name),
    } satisfies z.output<typeof SimulationBody>;
    return { status: 200, body };
  },
);

/** The policy to simulate: the draft, if the rules of publishing allow it, or the named version. */
async function policyMeant(
  call: Call<undefined, z.output<typeof SimulationCreate>>,
): Promise<Policy> {
  const { draft, version } = call.body;
  if (version !== undefined) return (await publishedVersion(call, version)).policy;
  if (draft === undefined) throw new Refusal('validation_failed');
  const name = call.params['name'] ?? '';
  const next = (await latestVersion(call.deps.store.database, name)) + 1;
  const policy = policyOf(name, next, draft);
  refuseProblems(policy, '/draft');
  return policy;
}

/** Examines the cases page by page, and lets other requests run in between. Returns where to continue. */
async function examine(
  call: AnyCall,
  by: { policy: Policy; filter: CaseFilter; limit: number; from: Cursor | undefined },
  add: (one: Simulated) => void,
): Promise<Cursor | null> {
  const { database } = call.deps.store;
  const { policy, filter } = by;
  const wish = { mode: call.scope.mode, filter };
  let left = by.limit;
  for (let after = by.from; ;) {
    const page = { after, limit: Math.min(PAGE, left) };
    const { items, next } = await listCaseStates(database, wish, page);
    const measures = await measuresOf(database, items, SCORED);
    for (const state of items) add(simulate(state, { policy, measures, at: call.now }));
    left -= items.length;
    if (next === null || left === 0) return next;
    after = next;
    await others();
  }
}
