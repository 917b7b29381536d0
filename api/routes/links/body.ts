import type { z } from '@hono/zod-openapi';
import { linkState } from '../../../domain/links.ts';
import type { Link } from '../../../store/links/link.ts';
import { actorBody } from '../../schemas/actor.ts';
import type { LinkBody } from '../../schemas/link.ts';

export function linkBody(link: Link, now: string): z.output<typeof LinkBody> {
  return {
    id: link.id,
    object: 'link',
    customer: link.customer,
    state: linkState(link, now),
    expires_at: link.expiresAt,
    created_at: link.createdAt,
    created_by: actorBody(link.createdBy),
    completed_at: link.completedAt,
    revoked_at: link.revokedAt,
  };
}
