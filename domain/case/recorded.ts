import type { Actor } from '../access/access.ts';
import type { Automation } from '../policy/policy.ts';
import type { ReasonCode } from '../reasons/reasons.ts';
import type { Requirement } from './requirements.ts';
import type { StatusReason, Status } from './status.ts';
import type { WireEvent } from '../wire/event-types.ts';
import type { RunChecks } from './round.ts';
import type { CaseEvent } from './event.ts';
import type {
  CheckRecord,
  DecisionOutcome,
  DocumentRecord,
  EvidenceParts,
  ReviewRecord,
} from './state.ts';

/** What a version asks of the world. Recording is not an effect: every applied event is recorded. */
export type Effect =
  | { kind: 'run_checks'; round: RunChecks }
  | { kind: 'open_review'; review: ReviewRecord }
  | { kind: 'close_review'; review: string; outcome: 'decided' | 'withdrawn' }
  | { kind: 'remind'; requirement: Requirement; deadline: string };

/** A conclusion: by a rule or by a person, under a policy's version, on named evidence. */
export interface Decision {
  id: string;
  by: Actor;
  outcome: DecisionOutcome;
  state: 'made' | 'proposed';
  requirements: Requirement[];
  reasons: ReasonCode[];
  final: boolean;
  note: string | null;
  message: string | null;
  evidence: EvidenceParts;
  policy: { name: string; version: number };
  automation: Automation | null;
}

/** One applied event with all it changed: the recorder writes rows from it and decides nothing. */
export interface Recorded {
  version: number;
  at: string;
  event: CaseEvent;
  /** The id of the update or signal that brought it; absent for what the case concludes by itself. */
  command?: string;
  /** Those that end in a row; rounds of checks and reminders stand in `checks` and `wire`. */
  effects: Effect[];
  decisions: Decision[];
  documents: DocumentRecord[];
  checks: CheckRecord[];
  review: ReviewRecord | null;
  /** The wire's words for what happened, in order. */
  wire: WireEvent[];
  status: Status;
  statusReason: StatusReason;
}
