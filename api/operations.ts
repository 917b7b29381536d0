import type { Operation } from './operation.ts';
import { checks } from './routes/checks.ts';
import { consent } from './routes/consents.ts';
import { audit } from './routes/customers/audit.ts';
import { change } from './routes/customers/change.ts';
import { create } from './routes/customers/create.ts';
import { events } from './routes/customers/events.ts';
import { lifecycle } from './routes/customers/lifecycle.ts';
import * as customers from './routes/customers/read.ts';
import { readRequirements } from './routes/customers/requirements.ts';
import { search } from './routes/customers/search.ts';
import * as decisions from './routes/decisions/decide.ts';
import * as documents from './routes/documents/read.ts';
import { submit } from './routes/documents/submit.ts';
import { publish } from './routes/policies/publish.ts';
import * as policies from './routes/policies/read.ts';
import * as claims from './routes/reviews/claim.ts';
import * as reviews from './routes/reviews/read.ts';
import * as endpointChanges from './routes/webhooks/change.ts';
import * as endpointSecrets from './routes/webhooks/create.ts';
import * as webhooks from './routes/webhooks/read.ts';
import * as replays from './routes/webhooks/replay.ts';

/** Every route of the API: the router, the OpenAPI document and the access tests read this list. */
export const OPERATIONS: readonly Operation[] = [
  create,
  customers.list,
  customers.readOne,
  search,
  change,
  readRequirements,
  events,
  audit,
  submit,
  documents.list,
  documents.one,
  documents.page,
  checks,
  decisions.make,
  decisions.confirm,
  ...lifecycle,
  consent,
  reviews.list,
  reviews.one,
  claims.claim,
  claims.release,
  claims.note,
  claims.escalate,
  policies.list,
  policies.one,
  policies.difference,
  publish,
  endpointSecrets.create,
  webhooks.list,
  webhooks.one,
  endpointChanges.change,
  endpointChanges.remove,
  endpointSecrets.rotate,
  webhooks.deliveries,
  webhooks.queues,
  replays.resend,
  replays.replay,
];
