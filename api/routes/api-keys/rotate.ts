import { getApiKey } from '../../../store/api-keys/api-key.ts';
import { newKeyId } from '../../../store/api-keys/key-text.ts';
import { rotateApiKey } from '../../../store/api-keys/rotate-api-key.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyMade, ApiKeyRotate } from '../../schemas/api-key.ts';
import { requireExpiry } from './body.ts';
import { madeAnswer } from './create.ts';
import { requireGift } from './grant.ts';
import { MANAGE } from './manage.ts';

export const rotate = operation(
  {
    ...MANAGE,
    method: 'post',
    path: '/v1/api-keys/{id}/rotate',
    name: 'rotateApiKey',
    summary:
      'Makes a successor with the same rights; for the overlap, both keys are live. One that its maker could not make alone waits for a second administrator',
    body: ApiKeyRotate,
    example: { overlap_seconds: 86_400 },
    responses: { 201: { description: 'The successor, with its text', schema: ApiKeyMade } },
  },
  async (call) => {
    const { overlap_seconds: overlapSeconds, expires_at: asked } = call.body;
    const old = await getApiKey(call.deps.store.database, call.scope, call.id);
    const expiresAt = asked === undefined ? undefined : requireExpiry(asked, call.now);
    // A key that replaces itself gains nothing, unless the new one lives longer.
    const isLonger = expiresAt !== undefined && expiresAt > old.expiresAt;
    const isOwn = old.id === call.caller.id && !isLonger;
    const agreeUntil = isOwn ? undefined : requireGift(call, old);
    return call.once({
      plan: () => ({ key: newKeyId() }),
      act: async (run) => {
        const newId = run.ids.key;
        let text: string | null = null;
        await run.effect('rotate', async (trx) => {
          const at = { at: call.now, request: call.requestId };
          const asks = { id: call.id, newId, overlapSeconds, expiresAt, agreeUntil, ...at };
          text = (await rotateApiKey(trx, call.actor, call.scope, asks)).key.reveal();
        });
        return madeAnswer(call, newId, text);
      },
    });
  },
);
