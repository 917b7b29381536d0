import type { Actor, Mode } from '../../../domain/access/access.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { CaseFilter, MoveProgress, MoveState } from '../../../domain/policy/move.ts';
import type { Cursor } from '../scope.ts';
import type { Instant, Json } from './columns.ts';

/**
 * One move of cases to a version of a policy. The API writes the row and `cancel_requested_at`; the activity
 * `movePolicies` writes the progress. No column has two writers.
 */
export interface PolicyMoveTable {
  id: string;
  mode: Mode;
  policy_name: string;
  policy_version: number;
  filter: Json<CaseFilter>;
  created_at: Instant;
  created_by: Json<Actor>;
  request: string | null;
  cancel_requested_at: Instant | null;
  state: MoveState;
  total: number | null;
  done: number;
  moved: number;
  refused: Json<MoveProgress['refused']>;
  /**
   * The cases of the current page. It is written before the first is moved, because a moved case may no
   * longer match the filter.
   */
  page: Json<Cursor[]>;
  /** The last case that was asked to move; the cases after it are still to be asked. */
  cursor_at: Instant | null;
  cursor_id: string | null;
  started_at: Instant | null;
  ended_at: Instant | null;
}

/** A published version; it never changes. */
export interface PolicyTable {
  name: string;
  version: number;
  /** Whose customers the policy serves; `live` policies serve those of both modes. */
  mode: Mode;
  body: Json<Policy>;
  created_at: Instant;
  created_by: Json<Actor>;
}
