import type { z } from '@hono/zod-openapi';
import { comparedOf } from '../../domain/compared.ts';
import type { Reading } from '../../domain/findings.ts';
import { reasonOf } from '../../domain/reasons.ts';
import type { StoredCheck } from '../../store/checks/list-checks.ts';
import type { CheckBody } from '../schemas/check.ts';
import { type Reader, reasonsBody } from './customers/body.ts';

type Body = z.output<typeof CheckBody>;

/** A check: what it concluded; what it found for readers of findings alone. */
export function checkBody(check: StoredCheck, reader: Reader, readings: Reading[] = []): Body {
  const isHushed = !reader.readsFindings && check.reasons.some(isNeutral);
  return {
    id: check.id,
    object: 'check',
    kind: check.kind,
    requirement: check.requirement,
    document: check.document,
    details_version: check.detailsVersion,
    outcome: isHushed ? null : check.outcome,
    reasons: isHushed ? [] : reasonsBody(check.reasons, reader),
    ...(reader.readsFindings ? { finding: findingBody(check, readings) } : {}),
  };
}

/** A reason that would tip someone off: the check looks as if it still ran. */
function isNeutral(code: StoredCheck['reasons'][number]): boolean {
  return reasonOf(code).tells === 'nothing';
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
    not_proven: finding.notProven,
    late: finding.late,
    started_at: finding.startedAt,
    ended_at: finding.endedAt,
  };
}
