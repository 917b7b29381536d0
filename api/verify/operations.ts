import { hostedChallenge } from '../routes/documents/challenge.ts';
import { hostedConsent } from '../routes/consents.ts';
import * as documents from '../routes/verify/documents.ts';
import { session } from '../routes/verify/session.ts';
import { look, start } from '../routes/verify/start.ts';
import { submit } from '../routes/verify/submit.ts';
import type { HostedOperation } from './operation.ts';

/**
 * All routes of the cookie router. A handler gets a call about its customer, so whatever a key can do for one
 * customer can be served here too, as `hostedConsent` shows.
 */
export const HOSTED: readonly HostedOperation[] = [
  session,
  hostedConsent,
  hostedChallenge,
  documents.country,
  documents.page,
  documents.removePage,
  documents.removeDocument,
  submit,
  look,
  start,
];
