import type { Risk } from '../../policy/policy.ts';
import type { DocumentType } from '../../documents/documents.ts';
import type { ReasonCode } from '../../reasons/reasons.ts';
import type { Requirement, RequirementState } from '../requirements.ts';
import type { Status, StatusReason, StatusRow } from '../status.ts';

export interface RequirementItem {
  requirement: Requirement;
  state: RequirementState;
  accepts: DocumentType[];
  deadline: string | null;
  dueAgainAt: string | null;
  attempts: number;
  attemptsLeft: number;
  /** Raw codes: the API tells only what may be told. */
  errors: ReasonCode[];
  cause: string;
  /** `details` in review because of a hit: shown as `pending` to whom may not read findings. */
  isSensitive: boolean;
}

/** The requirements object of docs/case.md#requirements, before words are chosen for its reader. */
export interface RequirementsView {
  items: RequirementItem[];
  eventuallyDue: Requirement[];
  currentDeadline: string | null;
}

export interface Derived {
  row: StatusRow;
  status: Status;
  statusReason: StatusReason;
  requirements: RequirementsView;
  /** Includes hits that a person confirmed; never an unconfirmed one. */
  risk: Risk;
  /** The level in force: high risk asks for the policy's own. */
  level: string;
}
