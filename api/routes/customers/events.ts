import type { z } from '@hono/zod-openapi';
import { disclosableData } from '../../../domain/wire/disclosable-data.ts';
import { listEvents, type StoredEvent } from '../../../store/events/list-events.ts';
import type { AnyCall } from '../../http/call.ts';
import { operation } from '../../http/operation.ts';
import { actorBody } from '../../schemas/actor.ts';
import { type EventBody, EventList, EventQuery } from '../../schemas/event.ts';
import { requireCustomer } from './show.ts';

const WAIT_MAX_MS = 1000;

export const events = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}/events',
    name: 'listEvents',
    summary: 'The case’s history, newest last; `wait` holds the line until something happens',
    tag: 'Customers',
    action: 'customer.read',
    rate: 'reads',
    object: 'customer',
    query: EventQuery,
    responses: { 200: { description: 'Events after a sequence', schema: EventList } },
  },
  async (call) => {
    const { after = 0, wait: seconds = 0, limit } = call.query;
    const found = await eventsAfter(call, { after, seconds, limit });
    const last = found.at(-1);
    const next = found.length === limit && last ? String(last.sequence) : null;
    const readsFindings = call.may('finding.read');
    return { status: 200, body: { data: found.map((row) => eventBody(row, readsFindings)), next } };
  },
);

async function eventsAfter(
  call: AnyCall,
  asked: { after: number; seconds: number; limit: number },
): Promise<StoredEvent[]> {
  const until = performance.now() + asked.seconds * 1000;
  const audience = call.may('finding.read') ? 'findings' : 'all';
  const { store, listener, stopping } = call.deps;
  const signal = AbortSignal.any([call.request.signal, stopping]);
  for (let looks = 1; ; looks += 1) {
    const { after, limit } = asked;
    const found = await listEvents(store.database, call.scope, {
      customer: call.id,
      after,
      limit,
      audience,
    });
    if (found.length > 0) return found;
    // Throws the masked 404 for an unknown customer. A customer whom the caller may see has at least one
    // event, but perhaps none after this sequence.
    if (looks === 1) await requireCustomer(call, call.id);
    const leftMs = until - performance.now();
    if (leftMs <= 0 || signal.aborted) return found;
    // A change between the query and the wait wakes nobody, so no wait may be long.
    await listener.wait(call.id, Math.min(leftMs, WAIT_MAX_MS), signal);
  }
}

function eventBody(row: StoredEvent, readsFindings: boolean): z.output<typeof EventBody> {
  return {
    id: row.id,
    sequence: row.sequence,
    type: row.type,
    at: row.at,
    actor: actorBody(row.actor),
    data: readsFindings ? row.data : disclosableData(row.data),
    status: row.status,
    status_reason: row.statusReason,
  };
}
