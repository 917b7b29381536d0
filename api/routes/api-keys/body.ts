import type { z } from '@hono/zod-openapi';
import { shift } from '../../../domain/time.ts';
import { type ApiKey, stateOf } from '../../../store/api-keys/api-key.ts';
import { KEY_DAYS_MAX } from '../../../store/api-keys/create-api-key.ts';
import { invalid } from '../../http/errors.ts';
import { actorBody } from '../../schemas/actor.ts';
import type { ApiKeyBody } from '../../schemas/api-key.ts';

const KEY_DAYS = 365;

export function apiKeyBody(key: ApiKey, now: string): z.output<typeof ApiKeyBody> {
  return {
    id: key.id,
    object: 'api_key',
    name: key.name,
    mode: key.mode,
    role: key.role,
    scopes: key.scopes,
    holder: key.holder,
    state: stateOf(key, now),
    agreement: agreementBody(key),
    app: key.app,
    created_by: actorBody(key.createdBy),
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    last_used_at: key.lastUsedAt,
  };
}

function agreementBody({ agreement }: ApiKey): z.output<typeof ApiKeyBody>['agreement'] {
  if (agreement === null) return null;
  const { until, at, by } = agreement;
  return { until, agreed_at: at, agreed_by: by && actorBody(by) };
}

/** When a new key expires: as asked for, or in a year. */
export function expiryOf(asked: string | undefined, now: string): string {
  return asked === undefined ? shift(now, { days: KEY_DAYS }) : requireExpiry(asked, now);
}

/** The expiry that was asked for; refuses one in the past, or later than a key may live. */
export function requireExpiry(asked: string, now: string): string {
  if (asked > now && asked <= shift(now, { days: KEY_DAYS_MAX })) return asked;
  throw invalid('/expires_at', 'not_in_range', `Within ${KEY_DAYS_MAX} days from now.`);
}
