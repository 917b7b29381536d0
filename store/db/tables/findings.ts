import type { CheckKind, Outcome } from '../../../domain/checks/checks.ts';
import type { ScorePiece } from '../../../domain/checks/findings.ts';
import type { Side } from '../../../domain/documents/documents.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** Written by the verification worker, once per check. */
export interface FindingTable {
  check_id: string;
  customer_id: string;
  document_id: string | null;
  kind: CheckKind;
  outcome: Outcome;
  reasons: ReasonCode[];
  valid_until: Instant | null;
  readings: Sealed<'readings'>;
  pieces: Json<ScorePiece[]>;
  measures: Json<Record<string, number | string>>;
  not_proven: string[];
  engine: string;
  policy_name: string;
  policy_version: number;
  details_version: number;
  late: boolean;
  started_at: Instant;
  ended_at: Instant;
  stored_at: Instant;
}

/** The sanitised picture of one page; the only form that people are shown. */
export interface CleanPageTable {
  document_id: string;
  page: number;
  customer_id: string;
  side: Side;
  blob_id: string;
  media_type: string;
  width: number;
  height: number;
  bytes: number;
  created_at: Instant;
}
