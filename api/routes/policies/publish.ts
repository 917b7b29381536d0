import { policyProblems } from '../../../domain/policy-problems.ts';
import { policyWarnings } from '../../../domain/policy-warnings.ts';
import type { Policy } from '../../../domain/policy.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { findPolicy, latestVersion } from '../../../store/policies/get-policy.ts';
import { publishPolicy } from '../../../store/policies/put-policy.ts';
import { operation } from '../../operation.ts';
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
    refuseProblems(policyOf(name, next, rules));
    const warnings = warningsOf(policyOf(name, next, rules));
    if (call.query.dry_run === 'true') {
      return { status: 200, body: { object: 'policy_verdict', name, version: next, warnings } };
    }
    return call.once({
      plan: () => ({ version: String(next) }),
      act: async (run) => {
        const version = Number(run.ids['version']);
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

function warningsOf(policy: Policy) {
  return policyWarnings(policy).map(({ pointer, message }) => {
    return { pointer: wirePointer(pointer), message };
  });
}

/** Refuses a policy that breaks the rules of publishing, with a pointer to each place below `at`. */
export function refuseProblems(policy: Policy, at = ''): void {
  const problems = policyProblems(policy);
  if (problems.length === 0) return;
  const errors = problems.map(({ pointer, message }) => {
    return { pointer: `${at}${wirePointer(pointer)}`, code: 'rule_not_valid', message };
  });
  throw new Refusal('validation_failed', '', { errors: errors.slice(0, 50) });
}
