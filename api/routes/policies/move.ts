import type { z } from '@hono/zod-openapi';
import type { CaseFilter } from '../../../domain/policy/move.ts';
import { earliest, shiftMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/new-id.ts';
import { beginMove, cancelMove } from '../../../store/policies/begin-move.ts';
import {
  getMove,
  listMoves,
  type MoveSight,
  type PolicyMove,
} from '../../../store/policies/policy-move.ts';
import type { AnyCall } from '../../http/call.ts';
import { operation } from '../../http/operation.ts';
import { actorBody } from '../../schemas/actor.ts';
import {
  PolicyMoveBody,
  PolicyMoveCreate,
  PolicyMoveList,
  PolicyMovePage,
} from '../../schemas/policy-move.ts';
import { casesOf, filterBody } from './cases.ts';
import { publishedVersion } from './read.ts';

const MOVE = { tag: 'Policies', action: 'policy.move', object: null } as const;
const READ = { ...MOVE, action: 'policy.read' } as const;

export const move = operation(
  {
    ...MOVE,
    method: 'post',
    path: '/v1/policies/{name}/versions/{n}/move',
    name: 'movePolicy',
    summary: 'Moves one case, or all of a filter, to this version, in the background',
    rate: 'writes',
    idempotency: 'taken',
    body: PolicyMoveCreate,
    example: { filter: { policy: 'standard', status: 'approval_pending' } },
    responses: { 202: { description: 'The move, to be asked again', schema: PolicyMoveBody } },
  },
  async (call) => {
    const { policy } = await publishedVersion(call);
    const filter = await casesOf(call, call.body);
    return call.once({
      plan: () => ({ move: newId('policyMove') }),
      act: async (run) => {
        const { store, engine } = call.deps;
        engine.refuseWhileAway();
        const id = run.ids.move;
        await run.effect('begin_move', (trx) =>
          beginMove(trx, call.actor, {
            id,
            mode: call.scope.mode,
            policy: { name: policy.name, version: policy.version },
            filter: meantBy(call, filter),
            at: call.now,
            request: call.requestId,
          }),
        );
        await engine.startMove(id);
        return { status: 202, body: moveBody(await getMove(store.database, sightOf(call), id)) };
      },
    });
  },
);

export const readMove = operation(
  {
    ...READ,
    method: 'get',
    path: '/v1/policy-moves/{move}',
    name: 'readPolicyMove',
    summary: 'How far a move of cases came',
    rate: 'reads',
    responses: { 200: { description: 'The move', schema: PolicyMoveBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    const found = await getMove(database, sightOf(call), call.params['move'] ?? '');
    return { status: 200, body: moveBody(found) };
  },
);

export const listAllMoves = operation(
  {
    ...READ,
    method: 'get',
    path: '/v1/policy-moves',
    name: 'listPolicyMoves',
    summary: 'Moves of cases between policies, newest first',
    rate: 'reads',
    query: PolicyMovePage,
    responses: { 200: { description: 'One page', schema: PolicyMoveList } },
  },
  async (call) => {
    const { limit, after } = call.query;
    const { marks, store } = call.deps;
    const name = `policy-moves ${JSON.stringify(sightOf(call))}`;
    const page = {
      limit,
      ...(after === undefined ? {} : { after: await marks.openCursor(after, name) }),
    };
    const { items, next } = await listMoves(store.database, sightOf(call), page);
    const data = items.map(moveBody);
    return { status: 200, body: { data, next: await marks.sealCursor(next, name) } };
  },
);

export const cancel = operation(
  {
    ...MOVE,
    method: 'post',
    path: '/v1/policy-moves/{move}/cancel',
    name: 'cancelPolicyMove',
    summary: 'Stops a move; what was moved stays so',
    rate: 'writes',
    idempotency: 'taken',
    responses: { 202: { description: 'It will stop', schema: PolicyMoveBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    const { id } = await getMove(database, sightOf(call), call.params['move'] ?? '');
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const asked = { id, at: call.now, request: call.requestId };
        await run.effect('cancel_move', (trx) => cancelMove(trx, call.actor, call.scope, asked));
        return { status: 202, body: moveBody(await getMove(database, sightOf(call), id)) };
      },
    });
  },
);

function sightOf(call: AnyCall): MoveSight {
  return { ...call.scope, readsFindings: call.may('finding.read') };
}

/**
 * The filter, limited to customers who were created before the request, because the move was not meant for
 * later ones.
 */
function meantBy(call: AnyCall, filter: CaseFilter): CaseFilter {
  if (filter.customer !== undefined) return filter;
  return { ...filter, createdBefore: earliest([filter.createdBefore, shiftMs(call.now, 1)]) };
}

function moveBody(one: PolicyMove): z.output<typeof PolicyMoveBody> {
  return {
    id: one.id,
    object: 'policy_move',
    policy: one.policy,
    mode: one.mode,
    customer: one.filter.customer ?? null,
    filter: filterBody(one.filter),
    state: one.state,
    total: one.total,
    done: one.done,
    moved: one.moved,
    refused: one.refused,
    by: actorBody(one.createdBy),
    created_at: one.createdAt,
    started_at: one.startedAt,
    cancel_requested_at: one.cancelRequestedAt,
    ended_at: one.endedAt,
  };
}
