import type { Policy } from '../../../domain/policy/policy.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import type { Kit } from './api-kit.ts';
import type { Answered } from './caller.ts';
import { createdBy, newCustomer, reaches, submittedBy } from './people.ts';

/**
 * A policy under which a case is in review from its first version: it requires only details, decided by a
 * person.
 */
export function detailsByHand(name: string, more: Partial<Policy> = {}): Policy {
  const { requirements, levels } = MANUAL_1;
  const fields = levels['basic']?.fields ?? [];
  const details = { ...requirements.details, automation: 'manual' as const };
  return {
    ...MANUAL_1,
    name,
    levels: { ...levels, plain: { requirements: ['details'], fields } },
    requirements: { ...requirements, details },
    ...more,
  };
}

export interface Reviewed {
  id: string;
  review: string;
  evidence: string;
}

/** Creates a customer of the level `basic` whose passport waits for a person. */
export async function reviewed(
  kit: Kit,
  wish: { key: string; policy?: string; country?: string; uploader?: string },
): Promise<Reviewed> {
  const { key, policy = 'manual', country = 'SE', uploader } = wish;
  const address = { line1: 'Storgatan 1', city: 'Uppsala', postal_code: '753 20', country };
  const body = newCustomer({ level: 'basic', policy }, { address });
  const made = await kit.ask('POST', '/v1/customers', { key, body });
  const id = made.text('/id');
  await submittedBy(kit, uploader ?? key, { customer: id, types: ['passport'] });
  await reaches(kit, key, { customer: id, reason: 'in_review' });
  const found = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  return { id, review: found.text('/data/0/id'), evidence: found.text('/data/0/evidence') };
}

/** Creates, in one request, a customer of whom only the details wait for a person. */
export async function detailsReviewed(
  kit: Kit,
  wish: { key: string; policy: string },
): Promise<Reviewed> {
  const id = await createdBy(kit, wish.key, { level: 'plain', policy: wish.policy });
  const found = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key: wish.key });
  return { id, review: found.text('/data/0/id'), evidence: found.text('/data/0/evidence') };
}

/** The ids of the reviews in a page of the queue, in its order. */
export function idsOf({ body }: Answered): string[] {
  return (body as { data: { id: string }[] }).data.map(({ id }) => id);
}
