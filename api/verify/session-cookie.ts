import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { Refusal } from '../../domain/refusal.ts';
import type { HostedAddress } from './address.ts';

export const CSRF_HEADER = 'X-CSRF-Token';

/** The name of the cookie. The prefix `__Host-` needs https: browsers reject it over plain http. */
export function cookieName({ isSecure }: Pick<HostedAddress, 'isSecure'>): string {
  return isSecure ? '__Host-vouch-verify' : 'vouch-verify';
}

/**
 * The value of `Set-Cookie` for a session. Scripts cannot read the cookie, and other sites cannot make the
 * browser send it with a write.
 */
export function sessionCookie(
  hosted: HostedAddress,
  { secret, seconds }: { secret: string; seconds: number },
): string {
  const reach = hosted.isSecure ? 'Path=/; Secure' : 'Path=/verify';
  return `${cookieName(hosted)}=${secret}; ${reach}; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
}

/** The session's secret, or an empty text. */
export function sessionSecret(c: Context, hosted: HostedAddress): string {
  return getCookie(c, cookieName(hosted)) ?? '';
}

/** The token that a session's writes carry. Only somebody who can read the session's answers knows it. */
export function csrfToken(secret: string): string {
  return createHmac('sha256', secret).update('vouch/verify/csrf/1').digest('base64url');
}

/** Refuses a write without the token of its session. */
export function requireCsrf(c: Context, secret: string): void {
  const given = Buffer.from(c.req.header(CSRF_HEADER) ?? '');
  const expected = Buffer.from(csrfToken(secret));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new Refusal('cross_site_request', `Send the session’s csrf_token as ${CSRF_HEADER}.`);
}

/**
 * Refuses a write that does not come from our own page (docs/protection.md#access): the browser must state an
 * origin or site, and everything it states must be ours.
 */
export function requireSameSite(c: Context, { url }: HostedAddress): void {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  // A page with the referrer policy `no-referrer` sends the origin `null` with a form, but still names its
  // site.
  const isOurs = origin === url || (origin === 'null' && site !== undefined);
  const says = [
    ...(site === undefined ? [] : [site === 'same-origin']),
    ...(origin === undefined ? [] : [isOurs]),
  ];
  if (says.length > 0 && says.every(Boolean)) return;
  throw new Refusal('cross_site_request', 'Send this from the page itself, with its Origin.');
}
