import type { Operation } from './http/operation.ts';
import * as keys from './routes/api-keys/read.ts';
import * as newKeys from './routes/api-keys/create.ts';
import { revoke as revokeKey } from './routes/api-keys/revoke.ts';
import { rotate as rotateKey } from './routes/api-keys/rotate.ts';
import * as agreedKeys from './routes/api-keys/agree.ts';
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
import { refuse } from './routes/decisions/refuse.ts';
import * as documents from './routes/documents/read.ts';
import { challenge } from './routes/documents/challenge.ts';
import { submit } from './routes/documents/submit.ts';
import * as newLinks from './routes/links/create.ts';
import * as links from './routes/links/read.ts';
import * as oldLinks from './routes/links/revoke.ts';
import * as moves from './routes/policies/move.ts';
import { publish } from './routes/policies/publish.ts';
import * as policies from './routes/policies/read.ts';
import { assign } from './routes/reviews/assign.ts';
import { simulation } from './routes/policies/simulate.ts';
import * as claims from './routes/reviews/claim.ts';
import { next } from './routes/reviews/next.ts';
import * as reviews from './routes/reviews/read.ts';
import { stats } from './routes/stats.ts';
import * as endpointChanges from './routes/webhooks/change.ts';
import * as endpointSecrets from './routes/webhooks/create.ts';
import * as webhooks from './routes/webhooks/read.ts';
import * as replays from './routes/webhooks/replay.ts';

const ALL = [
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
  refuse,
  ...lifecycle,
  consent,
  challenge,
  reviews.list,
  reviews.one,
  claims.claim,
  claims.release,
  claims.note,
  claims.escalate,
  next,
  assign,
  stats,
  policies.list,
  policies.one,
  policies.difference,
  publish,
  keys.list,
  newKeys.create,
  revokeKey,
  rotateKey,
  agreedKeys.agree,
  simulation,
  moves.move,
  moves.listAllMoves,
  moves.readMove,
  moves.cancel,
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
  newLinks.create,
  links.list,
  oldLinks.revoke,
] as const;

/** Every route of the API: the router, the OpenAPI document and the access tests read this list. */
export const OPERATIONS: readonly Operation[] = ALL;

/** What each of them declares, as literal types, from which the client's types are derived. */
export type Served = (typeof ALL)[number]['declaration'];
