import { getCaseState } from '../../store/customers/get-case-state.ts';
import { newId } from '../../store/new-id.ts';
import { recordConsent } from '../../store/consents.ts';
import * as messages from '../../workflows/messages.ts';
import { operation } from '../operation.ts';
import { ConsentBody, ConsentCreate } from '../schemas/consent.ts';
import { ask } from '../visible.ts';
import { requireCustomer } from './customers/show.ts';

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
    example: {
      purpose: 'identity_verification',
      given: true,
      text_version: '2026-11',
      language: 'sv-SE',
    },
    responses: { 201: { description: 'The consent', schema: ConsentBody } },
  },
  async (call) => {
    const { body, deps } = call;
    await requireCustomer(call, call.id);
    return call.once({
      plan: async () => {
        const { state } = await getCaseState(deps.store.database, call.scope, call.id);
        return { consent: newId('consent'), before: state.faceConsent ?? 'none' };
      },
      act: async (run) => {
        const { purpose, given } = body;
        const by = { actor: call.actor, request: call.requestId };
        // Only the consent to face biometrics changes what the case may do.
        if (purpose === 'face_biometrics') {
          await ask(call, {
            customer: call.id,
            update: messages.recordConsent,
            id: run.updateId,
            event:
              run.ids['before'] === 'given' && !given
                ? { kind: 'consent_withdrawn', ...by, purpose }
                : { kind: 'consent_given', ...by, purpose, given },
          });
        }
        const consented = {
          id: run.ids['consent'] ?? '',
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
        const shown = { ...body, id: consented.id, object: 'consent', customer: call.id };
        return { status: 201, body: { ...shown, created_at: call.now }, owner: call.id };
      },
    });
  },
);
