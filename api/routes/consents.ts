import type { z } from '@hono/zod-openapi';
import { getCaseState } from '../../store/customers/get-case-state.ts';
import { newId } from '../../platform/new-id.ts';
import { recordConsent } from '../../store/consents/consents.ts';
import * as messages from '../../workflows/messages.ts';
import type { Call, Run } from '../http/call.ts';
import { bySession } from '../verify/operation.ts';
import type { Answer } from '../http/answer.ts';
import { operation } from '../http/operation.ts';
import { ConsentBody, ConsentCreate } from '../schemas/consent.ts';
import { HostedConsent } from '../schemas/hosted.ts';
import { ask } from '../commands/visible.ts';
import { requireCustomer } from './customers/show.ts';

const EXAMPLE = {
  purpose: 'identity_verification',
  given: true,
  text_version: '2026-11',
  language: 'sv-SE',
};

export const consent = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/consents',
    name: 'recordConsent',
    summary: 'Records a consent, or its refusal',
    tag: 'Customers',
    action: 'consent.record',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    body: ConsentCreate,
    example: EXAMPLE,
    responses: { 201: { description: 'The consent', schema: ConsentBody } },
  },
  async (call) => {
    await requireCustomer(call, call.id);
    return record(call, (consent) => ({ ...consent, customer: call.id }));
  },
);

/** The consent that the customer gives herself, through her link. */
export const hostedConsent = bySession(
  {
    method: 'post',
    path: '/verify/session/consents',
    name: 'recordHostedConsent',
    summary: 'Records what the customer consents to, or refuses',
    rate: 'writes',
    idempotency: 'taken',
    body: ConsentCreate,
    example: EXAMPLE,
    responses: { 201: { description: 'The consent', schema: HostedConsent } },
  },
  (call) => record(call, ({ id: _, ...consent }) => consent),
);

type Said = z.output<typeof ConsentCreate>;
type Shown = Said & { id: string; object: 'consent'; created_at: string };

/** Records the consent once; `show` makes the answer. */
async function record(
  call: Call<unknown, Said>,
  show: (consent: Shown) => object,
): Promise<Answer> {
  const { body, deps } = call;
  return call.once({
    plan: async () => {
      const { state } = await getCaseState(deps.store.database, call.scope, call.id);
      return { consent: newId('consent'), before: state.faceConsent ?? 'none' };
    },
    act: async (run) => {
      await tellCase(call, run);
      const { purpose, given } = body;
      const consented = {
        id: run.ids.consent,
        customer: call.id,
        purpose,
        given,
        textVersion: body.text_version,
        language: body.language,
        at: call.now,
        request: call.requestId,
      };
      await deps.store.database
        .transaction()
        .execute((trx) => recordConsent(trx, call.actor, call.scope, consented));
      const shown = { ...body, id: consented.id, object: 'consent', created_at: call.now } as const;
      return { status: 201, body: show(shown), owner: call.id };
    },
  });
}

/** Only the consent to face biometrics changes what the case may do. */
async function tellCase(call: Call<unknown, Said>, run: Run<{ before: string }>): Promise<void> {
  const { purpose, given } = call.body;
  if (purpose !== 'face_biometrics') return;
  const by = { actor: call.actor, request: call.requestId };
  await ask(call, {
    customer: call.id,
    update: messages.recordConsent,
    id: run.updateId,
    event:
      run.ids.before === 'given' && !given
        ? { kind: 'consent_withdrawn', ...by, purpose }
        : { kind: 'consent_given', ...by, purpose, given },
  });
}
