import { exportAudit } from '../../../store/audit/export-audit.ts';
import { fileHeaders } from '../../http/headers.ts';
import { operation } from '../../http/operation.ts';

export const audit = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}/audit',
    name: 'exportAudit',
    summary:
      'The audit trail as JSON Lines, with what `vouch audit verify` needs to check it offline',
    tag: 'Customers',
    action: 'audit.read',
    rate: 'reads',
    object: 'customer',
    files: ['application/jsonl'],
    responses: { 200: { description: 'One entry a line, as a file', schema: null } },
  },
  async (call) => {
    const { database, keys } = call.deps.store;
    const asked = { customer: call.id, at: call.now, request: call.requestId };
    const lines = await database
      .transaction()
      .execute((trx) => exportAudit(trx, keys, call.actor, call.scope, asked));
    const headers = fileHeaders({
      name: `audit-${call.id}`,
      mediaType: 'application/jsonl; charset=utf-8',
    });
    return new Response(`${lines.join('\n')}\n`, { status: 200, headers });
  },
);
