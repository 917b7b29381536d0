import { agreeApiKey } from '../../../store/api-keys/agree-api-key.ts';
import { getApiKey } from '../../../store/api-keys/api-key.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyBody } from '../../schemas/api-key.ts';
import { apiKeyBody } from './body.ts';
import { requireMayGive } from './grant.ts';

export const agree = operation(
  {
    method: 'post',
    path: '/v1/api-keys/{id}/agree',
    name: 'agreeApiKey',
    summary:
      'A second administrator’s agreement, without which a pending key opens nothing; not by who made it, nor by whose it is',
    tag: 'API keys',
    action: 'key.agree',
    rate: 'writes',
    object: 'api_key',
    idempotency: 'taken',
    responses: { 200: { description: 'The key, live', schema: ApiKeyBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    requireMayGive(call, await getApiKey(database, call.scope, call.id));
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const agreed = { id: call.id, at: call.now, request: call.requestId };
        await run.effect('agree', (trx) => agreeApiKey(trx, call.actor, agreed));
        const key = await getApiKey(database, call.scope, call.id);
        return { status: 200, body: apiKeyBody(key, call.now) };
      },
    });
  },
);
