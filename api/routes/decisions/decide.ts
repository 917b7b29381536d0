import { evidenceParts } from '../../../domain/case/evidence.ts';
import type { EvidenceParts } from '../../../domain/case/state.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { getCaseState } from '../../../store/customers/get-case-state.ts';
import { listDecisionsOfVersion } from '../../../store/decisions/decisions.ts';
import type { AnyCall, PlanInRow } from '../../http/call.ts';
import { isHeld, notHeld, visibleDecision } from '../../http/objects.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { DecisionCreate, DecisionMade } from '../../schemas/decision.ts';
import { stageTexts, type TextIds, textIds } from '../../commands/staged-text.ts';
import { nowBody } from '../customers/body.ts';
import { readCustomer } from '../customers/show.ts';
import { decisionBody } from './body.ts';
import { decide, type Done } from './command.ts';

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
        const parts = evidenceParts(found.state);
        const held = await isHeld(call, customer);
        return { texts: textIds(texts), evidence: found.evidence, parts, held };
      },
      row: FOUND_IN_ROW,
      act: async (run) => {
        // Uses what the first run found: a repetition must not be judged by what the decision itself changed.
        if (!run.ids.held) throw notHeld();
        if (run.ids.evidence !== body.evidence) throw new Refusal('evidence_changed');
        call.deps.engine.refuseWhileAway();
        const ofTexts = { ...run, ids: run.ids.texts };
        const { note, message } = await stageTexts(call, ofTexts, { customer: call.id, texts });
        const command = {
          customer: call.id,
          updateId: run.updateId,
          body,
          note,
          message,
          evidence: run.ids.parts,
        };
        const done = await decide(call, { ...command, confirms: null });
        return answerOf(call, done);
      },
    });
  },
);

/** What the first run found: who held the review, and the evidence that was shown. */
interface Found {
  texts: TextIds;
  evidence: string;
  parts: EvidenceParts;
  held: boolean;
}

const FOUND_IN_ROW: PlanInRow<Found> = {
  write: ({ texts, evidence, parts, held }) => {
    return { ...texts, evidence, parts: JSON.stringify(parts), held: String(held) };
  },
  read: ({ evidence = '', parts = '', held, ...texts }) => {
    return { texts, evidence, parts: JSON.parse(parts) as EvidenceParts, held: held === 'true' };
  },
};

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

/** The caller's own decision among the events of that version; rules may have added others. */
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
