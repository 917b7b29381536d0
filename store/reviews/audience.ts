import { sql } from 'kysely';

/** `audienceOf` of `domain/case/shown/audience.ts` as a condition on a review's row. */
export const IS_FOR_ALL = sql<boolean>`r.requirements <> ARRAY['details']`;
