import { coded } from '../validation.ts';
import { line, matching } from './text.ts';

export const externalId = line(200).refine(
  (id) => !id.includes('@'),
  coded('looks_like_an_email', 'An external id stands in clear: no e-mail addresses.'),
);

export const name = matching(
  /^[a-z][a-z0-9_-]{0,39}$/,
  'not_a_name',
  'Lower-case letters, digits, _ and -.',
);
