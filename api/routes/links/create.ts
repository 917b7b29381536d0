import { latestExpiry, usualExpiry } from '../../../domain/links.ts';
import { Refusal, type RefusalCode } from '../../../domain/refusal.ts';
import type { StatusReason } from '../../../domain/case/status.ts';
import type { Customer } from '../../../store/customers/customer.ts';
import { createLink } from '../../../store/links/create-link.ts';
import { getLink } from '../../../store/links/link.ts';
import { newId } from '../../../platform/new-id.ts';
import { invalid } from '../../http/errors.ts';
import { ACTING_PURPOSE_HEADER, actingPurposeOf } from '../../http/access/access-purpose.ts';
import { operation } from '../../http/operation.ts';
import { LinkCreate, LinkMade } from '../../schemas/link.ts';
import { readCustomer } from '../customers/show.ts';
import { linkBody } from './body.ts';

export const create = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/links',
    name: 'createLink',
    summary: 'Makes a link by which the customer sends documents in; its URL is shown this once',
    tag: 'Links',
    action: 'link.manage',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    headers: ACTING_PURPOSE_HEADER,
    body: LinkCreate,
    example: {},
    responses: { 201: { description: 'The link, with its URL', schema: LinkMade } },
  },
  async (call) => {
    const { database } = call.deps.store;
    const { hosted } = call.deps.settings;
    const customer = await readCustomer(call, call.id);
    const reason = actingPurposeOf(call);
    if (hosted === null) throw new Refusal('hosted_not_configured', 'VERIFY_URL is not set.');
    requireOpen(customer);
    const expiresAt = expiryOf(customer, call.body.expires_at, call.now);
    return call.once({
      plan: () => ({ link: newId('link') }),
      act: async (run) => {
        const id = run.ids.link;
        const made = { id, customer: call.id, expiresAt, reason };
        let url: string | null = null;
        await run.effect('create', async (trx) => {
          const at = { at: call.now, request: call.requestId };
          const token = await createLink(trx, call.actor, call.scope, { ...made, ...at });
          url = `${hosted.url}/verify/${token.reveal()}`;
        });
        const link = await getLink(database, call.scope, { customer: call.id, id });
        const shown = linkBody(link, call.now);
        return { status: 201, body: { ...shown, url }, kept: { ...shown, url: null } };
      },
    });
  },
);

/** Reasons of a status in which a case takes no more documents, and the refusal for each. */
const ENDED: Partial<Record<StatusReason, RefusalCode>> = {
  closed: 'case_closed',
  verification_failed: 'case_rejected',
  onboarding_expired: 'case_expired',
};

function requireOpen({ statusReason }: Customer): void {
  const code = ENDED[statusReason];
  if (code !== undefined) throw new Refusal(code);
}

function expiryOf({ requirements }: Customer, asked: string | undefined, now: string): string {
  const { currentDeadline } = requirements;
  if (asked === undefined) return usualExpiry(now, currentDeadline);
  if (asked > now && asked <= latestExpiry(now, currentDeadline)) return asked;
  const message = 'After now, and no later than the customer’s next deadline, or 30 days.';
  throw invalid('/expires_at', 'not_in_range', message);
}
