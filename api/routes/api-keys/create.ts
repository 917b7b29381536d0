import { SCOPES } from '../../../domain/access/access.ts';
import { getApiKey } from '../../../store/api-keys/api-key.ts';
import { createApiKey } from '../../../store/api-keys/create-api-key.ts';
import { newKeyId } from '../../../store/api-keys/key-text.ts';
import type { AnyCall } from '../../http/call.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyCreate, ApiKeyMade } from '../../schemas/api-key.ts';
import { apiKeyBody, expiryOf } from './body.ts';
import { requireGift } from './grant.ts';

export const create = operation(
  {
    method: 'post',
    path: '/v1/api-keys',
    name: 'createApiKey',
    summary:
      'Makes a key, shown this once; what its maker may not do, or a person’s, waits for a second administrator',
    tag: 'API keys',
    action: 'key.manage',
    rate: 'writes',
    object: null,
    idempotency: 'taken',
    body: ApiKeyCreate,
    example: {
      name: 'shop',
      mode: 'test',
      role: 'app',
      scopes: ['customers:read', 'customers:write', 'documents:write'],
    },
    responses: { 201: { description: 'The key, with its text', schema: ApiKeyMade } },
  },
  async (call) => {
    const { name, mode, role, holder, expires_at: asked } = call.body;
    const scopes = SCOPES.filter((scope) => call.body.scopes.includes(scope));
    const agreeUntil = requireGift(call, { role, mode, scopes, holder });
    const expiresAt = expiryOf(asked, call.now);
    return call.once({
      plan: () => ({ key: newKeyId() }),
      act: async (run) => {
        const id = run.ids.key;
        const made = { id, name, mode, role, scopes, holder, expiresAt, agreeUntil };
        let text: string | null = null;
        await run.effect('create', async (trx) => {
          const at = { at: call.now, request: call.requestId };
          text = (await createApiKey(trx, call.actor, { ...made, ...at })).key.reveal();
        });
        return madeAnswer(call, id, text);
      },
    });
  },
);

/** The only answer that shows a key. What is stored of it for repetitions does not contain the key. */
export async function madeAnswer(call: AnyCall, id: string, text: string | null): Promise<Answer> {
  const key = await getApiKey(call.deps.store.database, call.scope, id);
  const shown = apiKeyBody(key, call.now);
  return { status: 201, body: { ...shown, key: text }, kept: { ...shown, key: null } };
}
