import type { Reading } from '../../domain/checks/findings.ts';
import { listChecks } from '../../store/checks/list-checks.ts';
import { revealReadings } from '../../store/checks/reveal-readings.ts';
import { operation } from '../http/operation.ts';
import { isHeld } from '../http/objects.ts';
import { CheckList } from '../schemas/check.ts';
import { checkBody } from './check-body.ts';
import { readCustomer } from './customers/show.ts';

export const checks = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}/checks',
    name: 'listChecks',
    summary: 'Checks with outcome and reasons, and the hash of what a decision would rest on',
    tag: 'Checks',
    action: 'customer.read',
    rate: 'reads',
    object: 'customer',
    responses: { 200: { description: 'All checks of the case', schema: CheckList } },
  },
  async (call) => {
    const { database, keys } = call.deps.store;
    const customer = await readCustomer(call, call.id);
    const reader = { readsFindings: call.may('finding.read') };
    const found = await listChecks(database, call.scope, call.id);
    const mayOpen =
      reader.readsFindings && call.may('customer.read_details') && (await isHeld(call, customer));
    const opened = { customer: call.id, at: call.now, request: call.requestId };
    const readings: Map<string, Reading[]> = mayOpen
      ? await database
          .transaction()
          .execute((trx) => revealReadings(trx, keys, call.actor, call.scope, opened))
      : new Map();
    const data = found.map((check) => checkBody(check, reader, readings.get(check.id)));
    return { status: 200, body: { data, evidence: customer.evidence, next: null } };
  },
);
