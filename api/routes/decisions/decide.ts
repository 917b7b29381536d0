import { evidenceParts } from '../../../domain/case/evidence.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { getCaseState } from '../../../store/customers/get-case-state.ts';
import { listDecisionsOfVersion } from '../../../store/decisions.ts';
import type { AnyCall } from '../../call.ts';
import { isHeld, notHeld, visibleDecision } from '../../objects.ts';
import { type Answer, operation } from '../../operation.ts';
import { DecisionCreate, DecisionMade } from '../../schemas/decision.ts';
import { stageTexts, textIds } from '../../staged-text.ts';
import { nowBody } from '../customers/body.ts';
import { readCustomer } from '../customers/show.ts';
import { decisionBody } from './body.ts';
import { type Command, decide, type Done } from './command.ts';

const RESPONSES = {
  201: { description: 'The decision holds', schema: DecisionMade },
  202: { description: 'Proposed: a second person must confirm it', schema: DecisionMade },
};

export const make = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/decisions',
    name: 'decide',
    summary: 'Approves, rejects, waives, or asks for documents, on the evidence that was seen',
    tag: 'Decisions',
    action: 'decision.make',
    rate: 'writes',
    object: 'customer',
    idempotency: 'required',
    body: DecisionCreate,
    example: {
      outcome: 'reject',
      reasons: ['declined_by_reviewer'],
      note: 'As agreed by telephone.',
      evidence: `sha256:${'0'.repeat(64)}`,
    },
    responses: RESPONSES,
  },
  async (call) => {
    const { body } = call;
    const customer = await readCustomer(call, call.id);
    const texts = { note: body.note, message: body.message };
    return call.once({
      plan: async () => {
        const found = await getCaseState(call.deps.store.database, call.scope, call.id);
        const parts = JSON.stringify(evidenceParts(found.state));
        const held = String(await isHeld(call, customer));
        return { ...textIds(texts), evidence: found.evidence, parts, held };
      },
      act: async (run) => {
        // As the first run found it: a repetition must not be judged by what the decision changed.
        if (run.ids['held'] !== 'true') throw notHeld();
        if (run.ids['evidence'] !== body.evidence) throw new Refusal('evidence_changed');
        call.deps.engine.refuseWhileAway();
        const { note, message } = await stageTexts(call, run, { customer: call.id, texts });
        const evidence = JSON.parse(run.ids['parts'] ?? '') as Command['evidence'];
        const command = {
          customer: call.id,
          updateId: run.updateId,
          body,
          note,
          message,
          evidence,
        };
        const done = await decide(call, { ...command, confirms: null });
        return answerOf(call, done);
      },
    });
  },
);

export const confirm = operation(
  {
    method: 'post',
    path: '/v1/decisions/{id}/confirm',
    name: 'confirmDecision',
    summary: 'The second person’s half of a proposed decision',
    tag: 'Decisions',
    action: 'decision.confirm',
    rate: 'writes',
    object: 'decision',
    idempotency: 'taken',
    responses: RESPONSES,
  },
  async (call) => {
    const proposal = await visibleDecision(call.deps, call.caller, call.id);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        if (proposal.state !== 'proposed') throw new Refusal('proposal_unknown');
        const { outcome, requirements, reasons, final, note, message, evidence } = proposal;
        const done = await decide(call, {
          customer: proposal.customer,
          updateId: run.updateId,
          body: { outcome, requirements, reasons, final, evidence },
          note,
          message,
          evidence: proposal.evidenceParts,
          confirms: proposal.id,
        });
        return answerOf(call, done);
      },
    });
  },
);

/** The caller's own word among what its version brought: rules may have concluded more from it. */
export async function answerOf(call: AnyCall, done: Done): Promise<Answer> {
  const { database } = call.deps.store;
  const asked = { customer: done.customer.id, version: done.version };
  const found = await listDecisionsOfVersion(database, call.scope, asked);
  const own = found.find(({ by }) => by.id === call.actor.id);
  if (!own) throw new Error('the version of a decision holds none of its maker');
  const body = {
    ...decisionBody(own, { readsFindings: call.may('finding.read') }),
    customer: nowBody(done.customer),
  };
  return { status: done.state === 'made' ? 201 : 202, body, owner: done.customer.id };
}
