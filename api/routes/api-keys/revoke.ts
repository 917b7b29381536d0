import { getApiKey } from '../../../store/api-keys/api-key.ts';
import { revokeApiKey } from '../../../store/api-keys/revoke-api-key.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyBody } from '../../schemas/api-key.ts';
import { apiKeyBody } from './body.ts';
import { MANAGE } from './manage.ts';

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
