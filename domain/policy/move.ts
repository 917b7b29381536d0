import type { Risk } from './policy.ts';
import { REFUSAL_CODES } from '../refusal.ts';
import type { Status, StatusReason } from '../case/status.ts';

export const MOVE_STATES = ['pending', 'running', 'done', 'cancelled'] as const;
export type MoveState = (typeof MOVE_STATES)[number];

/** Which cases: all that fit every member; none: all of the mode. */
export interface CaseFilter {
  customer?: string | undefined;
  status?: Status | undefined;
  statusReason?: StatusReason | undefined;
  level?: string | undefined;
  risk?: Risk | undefined;
  /** The policy that they are under now, and its version. */
  policyName?: string | undefined;
  policyVersion?: number | undefined;
  createdAfter?: string | undefined;
  createdBefore?: string | undefined;
  updatedAfter?: string | undefined;
}

/** Why a case was not moved: the code of its refusal; `failed`: it broke on it, and somebody must look. */
export const NOT_MOVED = [...REFUSAL_CODES, 'failed'] as const;
export type NotMoved = (typeof NOT_MOVED)[number];

/** How far a move came. `done` counts every case that was asked; those not moved say why. */
export interface MoveProgress {
  /** Counted when the move began; null before. */
  total: number | null;
  done: number;
  moved: number;
  refused: Partial<Record<NotMoved, number>>;
}
