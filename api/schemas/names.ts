import { z } from '@hono/zod-openapi';
import { POLICY_BOUNDS, POLICY_NAME } from '../../domain/policy/bounds.ts';
import { coded } from '../http/body/validation.ts';
import { line, matching } from './text.ts';

export const externalId = line(200).refine(
  (id) => !id.includes('@'),
  coded('looks_like_an_email', 'An external id stands in clear: no e-mail addresses.'),
);

export const name = matching(POLICY_NAME, 'not_a_name', 'Lower-case letters, digits, _ and -.');

/** The number of a version, within what the store can hold. */
export const version = z.int().min(POLICY_BOUNDS.version.min).max(POLICY_BOUNDS.version.max);
