import type { z } from '@hono/zod-openapi';
import { disclosableRequirements } from '../../../domain/case/shown/audience.ts';
import { disclosedAs } from '../../../domain/reasons/reasons.ts';
import type { StoredDecision } from '../../../store/decisions/decisions.ts';
import { actorBody } from '../../schemas/actor.ts';
import type { DecisionBody } from '../../schemas/decision.ts';
import type { Reader } from '../customers/body.ts';

export function decisionBody(
  decision: StoredDecision,
  reader: Reader,
): z.output<typeof DecisionBody> {
  const { policy, reasons } = decision;
  const byRule = decision.by.kind === 'rule';
  return {
    id: decision.id,
    object: 'decision',
    outcome: decision.outcome,
    state: decision.state,
    by: byRule
      ? { kind: 'rule', policy: policy.name, version: policy.version }
      : actorBody(decision.by),
    requirements: reader.readsFindings
      ? decision.requirements
      : disclosableRequirements(decision.requirements),
    reasons: reader.readsFindings
      ? reasons
      : [...new Set(reasons.map((code) => disclosedAs(code).code))],
    final: decision.final,
    policy,
    evidence: decision.evidence,
    confirms: decision.confirms,
    created_at: decision.createdAt,
  };
}
