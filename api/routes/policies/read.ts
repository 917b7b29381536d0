import { differences } from '../../../domain/difference.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { findPolicy, listPolicies, type Published } from '../../../store/policies/get-policy.ts';
import type { AnyCall } from '../../http/call.ts';
import { operation } from '../../http/operation.ts';
import { DifferenceQuery, PolicyBody, PolicyDifference, PolicyList } from '../../schemas/policy.ts';
import { policyBody, publishedBody } from './body.ts';

const READ = {
  method: 'get',
  tag: 'Policies',
  rate: 'reads',
  action: 'policy.read',
  object: null,
} as const;

export const list = operation(
  {
    ...READ,
    path: '/v1/policies',
    name: 'listPolicies',
    summary: 'Names and versions of all that is published, newest versions first',
    responses: { 200: { description: 'All of them', schema: PolicyList } },
  },
  async (call) => {
    const published = await listPolicies(call.deps.store.database, call.scope);
    const data = published.map(({ createdAt, ...label }) => ({ ...label, created_at: createdAt }));
    return { status: 200, body: { data, next: null } };
  },
);

export const one = operation(
  {
    ...READ,
    path: '/v1/policies/{name}/versions/{n}',
    name: 'readPolicy',
    summary: 'One published version with all its rules',
    responses: { 200: { description: 'The policy', schema: PolicyBody } },
  },
  async (call) => {
    return { status: 200, body: publishedBody(await publishedVersion(call)) };
  },
);

export const difference = operation(
  {
    ...READ,
    path: '/v1/policies/{name}/versions/{n}/difference',
    name: 'comparePolicies',
    summary: 'Where a version differs from another of the same name',
    query: DifferenceQuery,
    responses: { 200: { description: 'What changed', schema: PolicyDifference } },
  },
  async (call) => {
    const [from, to] = [call.query.from, Number(call.params['n'])];
    const [before, after] = await Promise.all([
      publishedVersion(call, from),
      publishedVersion(call, to),
    ]);
    const { version: _from, ...rulesBefore } = policyBody(before.policy);
    const { version: _to, ...rulesAfter } = policyBody(after.policy);
    const changes = differences(rulesBefore, rulesAfter);
    return { status: 200, body: { name: after.policy.name, from, to, changes } };
  },
);

/** A version is a 32-bit number in the store, so no version can have a larger number. */
const VERSIONS_END = 2 ** 31;

/** The published version that the path names, or another version of the same name. Refuses `not_found`. */
export async function publishedVersion(
  call: AnyCall,
  version = Number(call.params['n']),
): Promise<Published> {
  const label = { name: call.params['name'] ?? '', version };
  const found =
    Number.isSafeInteger(version) && version < VERSIONS_END
      ? await findPolicy(call.deps.store.database, call.scope, label)
      : undefined;
  if (!found) throw new Refusal('not_found');
  return found;
}
