import { getApiKey } from '../../../store/api-keys/api-key.ts';
import { newKeyId } from '../../../store/api-keys/key-text.ts';
import { revokeApiKey } from '../../../store/api-keys/revoke-api-key.ts';
import { rotateApiKey } from '../../../store/api-keys/rotate-api-key.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyBody, ApiKeyMade, ApiKeyRotate } from '../../schemas/api-key.ts';
import { apiKeyBody, requireExpiry } from './body.ts';
import { madeAnswer } from './create.ts';
import { requireGift } from './grant.ts';

const MANAGE = {
  tag: 'API keys',
  action: 'key.manage',
  rate: 'writes',
  object: 'api_key',
  idempotency: 'taken',
} as const;

export const revoke = operation(
  {
    ...MANAGE,
    method: 'delete',
    path: '/v1/api-keys/{id}',
    name: 'revokeApiKey',
    summary: 'Ends a key within a second, everywhere; a second time changes nothing',
    responses: { 200: { description: 'The key, revoked', schema: ApiKeyBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    await getApiKey(database, call.scope, call.id);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const ended = { id: call.id, at: call.now, request: call.requestId };
        await run.effect('revoke', (trx) => revokeApiKey(trx, call.actor, ended));
        const key = await getApiKey(database, call.scope, call.id);
        return { status: 200, body: apiKeyBody(key, call.now) };
      },
    });
  },
);

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
    // Its own successor gives a key nothing that it has not, but for a longer life.
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
