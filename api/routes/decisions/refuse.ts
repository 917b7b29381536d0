import { Refusal } from '../../../domain/refusal.ts';
import { visibleDecision } from '../../http/objects.ts';
import { operation } from '../../http/operation.ts';
import { DecisionMade, ProposalRefuse } from '../../schemas/decision.ts';
import { stageTexts, textIds } from '../../commands/staged-text.ts';
import { decide } from './command.ts';
import { answerOf } from './decide.ts';

/** The proposal ends and nothing else changes: its subject stays in review. */
export const refuse = operation(
  {
    method: 'post',
    path: '/v1/decisions/{id}/refuse',
    name: 'refuseDecision',
    summary: 'The second person’s no to a proposed decision; what it was about stays in review',
    tag: 'Decisions',
    action: 'decision.confirm',
    rate: 'writes',
    object: 'decision',
    idempotency: 'taken',
    body: ProposalRefuse,
    example: { note: 'The bill is of another person.' },
    responses: { 201: { description: 'The proposal is refused', schema: DecisionMade } },
  },
  async (call) => {
    const proposal = await visibleDecision(call.deps, call.caller, call.id);
    const texts = { note: call.body.note };
    return call.once({
      plan: () => textIds(texts),
      act: async (run) => {
        if (proposal.state !== 'proposed') throw new Refusal('proposal_unknown');
        call.deps.engine.refuseWhileAway();
        const { customer, requirements, evidence, evidenceParts } = proposal;
        const { note } = await stageTexts(call, run, { customer, texts });
        const body = {
          outcome: 'refuse' as const,
          requirements,
          reasons: [],
          final: false,
          evidence,
        };
        const done = await decide(call, {
          customer,
          updateId: run.updateId,
          body,
          note,
          message: null,
          evidence: evidenceParts,
          confirms: proposal.id,
        });
        return answerOf(call, done);
      },
    });
  },
);
