import type { Actor } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import * as messages from '../../../workflows/messages.ts';
import type { AnyCall } from '../../http/call.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { newestPolicy } from '../../commands/newest-policy.ts';
import { CustomerNow } from '../../schemas/customer-now.ts';
import { CustomerClose, ReasonGiven } from '../../schemas/customer.ts';
import { stageTexts, textIds } from '../../commands/staged-text.ts';
import type { Ask } from '../../temporal/temporal.ts';
import { ask } from '../../commands/visible.ts';
import { nowBody } from './body.ts';
import { etag, requireCustomer } from './show.ts';

const RESPONSES = { 200: { description: 'The customer as it is now', schema: CustomerNow } };

const lock = operation(
  {
    ...verb('lock'),
    name: 'lockCustomer',
    summary: 'Locks a customer; what is under way goes on',
  },
  (call) =>
    move(call, call.body.reason, (reason) => ({
      update: messages.lock,
      event: { kind: 'locked', ...by(call), reason },
    })),
);

const unlock = operation(
  {
    ...verb('unlock'),
    name: 'unlockCustomer',
    summary: 'Lifts an operator’s lock; deadlines move by its length',
  },
  (call) =>
    move(call, call.body.reason, (reason) => ({
      update: messages.unlock,
      event: { kind: 'unlocked', ...by(call), reason },
    })),
);

const reopen = operation(
  {
    ...verb('reopen'),
    name: 'reopenCustomer',
    summary: 'Opens a closed, expired or finally rejected case again',
  },
  async (call) => {
    const newest = await newestPolicy(call);
    return move(call, call.body.reason, (reason) => ({
      update: messages.reopen,
      event: { kind: 'reopened', ...by(call), reason, ...newest },
    }));
  },
);

const close = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/close',
    name: 'closeCustomer',
    summary: 'Ends the relationship, or an application given up',
    tag: 'Customers',
    action: 'customer.close',
    rate: 'writes',
    object: 'customer',
    idempotency: 'required',
    body: CustomerClose,
    example: { withdrawn: true, reason: 'The customer gave up.' },
    responses: RESPONSES,
  },
  (call) =>
    move(call, call.body.reason, (reason) => ({
      update: messages.close,
      event: { kind: 'closed', ...by(call), withdrawn: call.body.withdrawn, reason },
    })),
);

export const lifecycle = [lock, unlock, close, reopen] as const;

function verb<const Word extends string>(word: Word) {
  return {
    method: 'post',
    path: `/v1/customers/{id}/${word}`,
    tag: 'Customers',
    action: 'customer.lock',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    body: ReasonGiven,
    example: { reason: 'Asked for by the customer.' },
    responses: RESPONSES,
  } as const;
}

function by(call: AnyCall): { actor: Actor; request: string } {
  return { actor: call.actor, request: call.requestId };
}

async function move<Event extends CaseEvent>(
  call: AnyCall,
  reason: string | null | undefined,
  asked: (reason: string | null) => Pick<Ask<Event>, 'update' | 'event'>,
): Promise<Answer> {
  await requireCustomer(call, call.id); // the masked 404 must come before anything is stored
  return call.once({
    plan: () => textIds({ reason }),
    act: async (run) => {
      call.deps.engine.refuseWhileAway();
      const staged = await stageTexts(call, run, { customer: call.id, texts: { reason } });
      const ours = { customer: call.id, id: run.updateId };
      const { customer } = await ask(call, { ...ours, ...asked(staged.reason) });
      return { status: 200, body: nowBody(customer), headers: etag(customer), owner: call.id };
    },
  });
}
