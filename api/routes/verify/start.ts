import { msBetween } from '../../../domain/time.ts';
import { startSession } from '../../../store/links/start-session.ts';
import { byToken } from '../../verify/operation.ts';
import { csrfToken, sessionCookie } from '../../verify/session-cookie.ts';
import { HostedLink, HostedStarted } from '../../schemas/hosted.ts';

/** Changes nothing, however often it is called, because mail scanners follow links. */
export const look = byToken(
  {
    method: 'get',
    path: '/verify/{token}',
    name: 'lookAtLink',
    summary: 'Says that the link is open; looking at it does not use it up',
    rate: 'reads',
    responses: { 200: { description: 'It is open', schema: HostedLink } },
  },
  ({ link }) =>
    Promise.resolve({ status: 200, body: { object: 'hosted_link', expires_at: link.expiresAt } }),
);

export const start = byToken(
  {
    method: 'post',
    path: '/verify/{token}/start',
    name: 'startLink',
    summary: 'Swaps the link’s token for a cookie and a URL without it',
    rate: 'writes',
    responses: { 201: { description: 'The session, with its cookie', schema: HostedStarted } },
  },
  async ({ deps, link, now, requestId }) => {
    const { store, settings } = deps;
    const { hosted } = settings;
    if (hosted === null) throw new Error('served without an address');
    const { secret, expiresAt } = await store.database
      .transaction()
      .execute((trx) => startSession(trx, link, { at: now, request: requestId }));
    const seconds = Math.floor(msBetween(now, expiresAt) / 1000);
    const cookie = sessionCookie(hosted, { secret: secret.reveal(), seconds });
    const url = `${hosted.url}/verify/session`;
    const body = {
      object: 'hosted_session',
      url,
      csrf_token: csrfToken(secret.reveal()),
      expires_at: expiresAt,
    };
    return { status: 201, body, headers: { 'set-cookie': cookie, location: url } };
  },
);
