import type { z } from '@hono/zod-openapi';
import { hasSensitiveOutcome } from '../../domain/case/shown/audience.ts';
import { causeIn } from '../../domain/reasons/causes.ts';
import { comparedOf } from '../../domain/checks/compared.ts';
import type { Reading } from '../../domain/checks/findings.ts';
import type { StoredCheck } from '../../store/checks/list-checks.ts';
import type { CheckBody } from '../schemas/check.ts';
import { type Reader, reasonsBody } from './customers/body.ts';

type Body = z.output<typeof CheckBody>;

/**
 * A check: its conclusion, and for callers with `findings:read` also its finding. For all others, a check
 * whose outcome could tip someone off is shown as still running.
 */
export function checkBody(check: StoredCheck, reader: Reader, readings: Reading[] = []): Body {
  const isSensitive = !reader.readsFindings && hasSensitiveOutcome(check);
  return {
    id: check.id,
    object: 'check',
    kind: check.kind,
    requirement: check.requirement,
    document: check.document,
    details_version: check.detailsVersion,
    outcome: isSensitive ? null : check.outcome,
    reasons: isSensitive ? [] : reasonsBody(check.reasons, reader),
    ...(reader.readsFindings ? { finding: findingBody(check, readings) } : {}),
  };
}

function findingBody(check: StoredCheck, readings: Reading[]): Body['finding'] {
  const { finding } = check;
  if (finding === null) return null;
  return {
    engine: finding.engine,
    compared: comparedOf({ kind: check.kind, measures: finding.measures }),
    readings: readings.map(({ field, value, page, box }) => ({ field, value, page, box })),
    pieces: finding.pieces,
    measures: finding.measures,
    cause: causeIn(finding.measures),
    not_proven: finding.notProven,
    late: finding.late,
    started_at: finding.startedAt,
    ended_at: finding.endedAt,
  };
}
