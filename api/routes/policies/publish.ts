import { policyProblems } from '../../../domain/policy/problems.ts';
import { policyWarnings } from '../../../domain/policy/warnings.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { VendorName } from '../../../domain/policy/vendors.ts';
import { findPolicy, latestVersion } from '../../../store/policies/get-policy.ts';
import { publishPolicy } from '../../../store/policies/put-policy.ts';
import { operation } from '../../http/operation.ts';
import { PolicyCreate, PolicyQuery, PolicyVerdict, PublishedPolicy } from '../../schemas/policy.ts';
import { policyOf, publishedBody, wirePointer } from './body.ts';

export const publish = operation(
  {
    method: 'post',
    path: '/v1/policies',
    name: 'publishPolicy',
    summary:
      'Publishes the next version of a policy, which then never changes; with a test key for test customers alone; `dry_run` only validates',
    tag: 'Policies',
    action: 'policy.publish',
    rate: 'writes',
    object: null,
    idempotency: 'taken',
    query: PolicyQuery,
    body: PolicyCreate,
    responses: {
      200: { description: 'It may be published, under this number', schema: PolicyVerdict },
      201: { description: 'The published version', schema: PublishedPolicy },
    },
  },
  async (call) => {
    const { name, ...rules } = call.body;
    const { database } = call.deps.store;
    const next = (await latestVersion(database, name)) + 1;
    const draft = policyOf(name, next, rules);
    refuseProblems(draft);
    refuseAbsent(draft, call.deps.settings.vendors);
    const warnings = warningsOf(draft);
    if (call.query.dry_run === 'true') {
      return { status: 200, body: { object: 'policy_verdict', name, version: next, warnings } };
    }
    return call.once({
      plan: () => ({ version: next }),
      row: {
        write: ({ version }) => ({ version: String(version) }),
        read: ({ version }) => ({ version: Number(version) }),
      },
      act: async (run) => {
        const { version } = run.ids;
        const policy = policyOf(name, version, rules);
        const input = { policy, mode: call.scope.mode, at: call.now, request: call.requestId };
        await run.effect('publish', (trx) => publishPolicy(trx, call.actor, input));
        const made = await findPolicy(database, call.scope, { name, version });
        if (!made) throw new Error('a published policy is not there');
        return { status: 201, body: { ...publishedBody(made), warnings } };
      },
    });
  },
);

/** Refuses a vendor that is not set up in this installation: each of its checks would end with a person. */
function refuseAbsent({ vendors = {} }: Policy, setUp: readonly VendorName[]): void {
  const absent = Object.entries(vendors).filter(([, name]) => !setUp.includes(name));
  if (absent.length === 0) return;
  const errors = absent.map(([kind]) => {
    const message = 'This vendor is not set up here.';
    return { pointer: `/vendors/${kind}`, code: 'vendor_not_set_up', message };
  });
  throw new Refusal('validation_failed', '', { errors });
}

function warningsOf(policy: Policy) {
  return policyWarnings(policy).map(({ pointer, message }) => {
    return { pointer: wirePointer(pointer), message };
  });
}

/** Refuses a policy that breaks the rules of publishing, with a pointer below `at` for each problem. */
export function refuseProblems(policy: Policy, at = ''): void {
  const problems = policyProblems(policy);
  if (problems.length === 0) return;
  const errors = problems.map(({ pointer, message }) => {
    return { pointer: `${at}${wirePointer(pointer)}`, code: 'rule_not_valid', message };
  });
  throw new Refusal('validation_failed', '', { errors: errors.slice(0, 50) });
}
