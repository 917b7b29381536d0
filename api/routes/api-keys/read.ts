import { listApiKeys } from '../../../store/api-keys/list-api-keys.ts';
import { operation } from '../../http/operation.ts';
import { ApiKeyFilters, ApiKeyList } from '../../schemas/api-key.ts';
import { apiKeyBody } from './body.ts';

export const list = operation(
  {
    method: 'get',
    path: '/v1/api-keys',
    name: 'listApiKeys',
    summary: 'Keys with their rights and last use, newest first; a test key sees test keys alone',
    tag: 'API keys',
    action: 'key.read',
    rate: 'reads',
    object: null,
    query: ApiKeyFilters,
    responses: { 200: { description: 'One page', schema: ApiKeyList } },
  },
  async (call) => {
    const { limit, after, state } = call.query;
    const { marks, store } = call.deps;
    const name = `api keys ${call.scope.mode} ${state ?? ''}`;
    const page = {
      limit,
      ...(after === undefined ? {} : { after: await marks.openCursor(after, name) }),
    };
    const asked = { state, now: call.now };
    const found = await listApiKeys(store.database, call.scope, asked, page);
    const data = found.items.map((key) => apiKeyBody(key, call.now));
    return { status: 200, body: { data, next: await marks.sealCursor(found.next, name) } };
  },
);
