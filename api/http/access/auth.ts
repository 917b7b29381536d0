import { type Action, can } from '../../../domain/access/access.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { KeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import type { Caller } from '../call.ts';

/** Identifies the caller by `Authorization: Bearer vk_…` or `X-API-Key`; refuses an unknown key. */
export async function authenticate(
  verifier: KeyVerifier,
  given: { authorization: string | undefined; apiKey: string | undefined },
): Promise<Caller> {
  const presented = given.apiKey ?? bearerOf(given.authorization);
  const key = presented === undefined ? null : await verifier.verify(presented);
  if (key === null) {
    throw new Refusal('unauthenticated', 'Send a key as Authorization: Bearer vk_…');
  }
  const { id, app, actor, mode, scopes } = key;
  return { id, app, actor, mode, scopes };
}

/** True when the caller's role and scopes allow the action. */
export function mayDo(caller: Caller, action: Action): boolean {
  return can(caller.actor.role, caller.scopes, action);
}

const BEARER = 'bearer ';

function bearerOf(authorization: string | undefined): string | undefined {
  const scheme = authorization?.slice(0, BEARER.length).toLowerCase();
  return scheme === BEARER ? authorization?.slice(BEARER.length).trim() : undefined;
}
