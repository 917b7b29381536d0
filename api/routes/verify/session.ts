import { listConsents } from '../../../store/consents/consents.ts';
import { listDrafts } from '../../../store/links/list-drafts.ts';
import { bySession } from '../../verify/operation.ts';
import { HostedSession } from '../../schemas/hosted.ts';
import { readCustomer } from '../customers/show.ts';
import { consentsBody, draftBody, hostedRequirements } from './body.ts';

/** Everything that the upload page needs after a reload. */
export const session = bySession(
  {
    method: 'get',
    path: '/verify/session',
    name: 'readHostedSession',
    summary: 'What is asked of the customer, and what is staged already',
    rate: 'reads',
    responses: { 200: { description: 'The session', schema: HostedSession } },
  },
  async (call) => {
    const { database } = call.deps.store;
    const { link } = call;
    const { requirements, locale } = await readCustomer(call, call.id);
    const consents = await listConsents(database, call.scope, call.id);
    const drafts = await listDrafts(database, link.id);
    const body = {
      object: 'hosted_session',
      csrf_token: call.csrf,
      expires_at: link.expiresAt,
      mode: link.mode,
      locale,
      state: link.isSubmitting ? 'submitting' : 'open',
      requirements: hostedRequirements(requirements, locale),
      consents: consentsBody(consents),
      documents: drafts.map(draftBody),
    };
    return { status: 200, body };
  },
);
