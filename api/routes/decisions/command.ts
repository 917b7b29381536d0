import type { DecisionOutcome, EvidenceParts } from '../../../domain/case/state.ts';
import { Refusal } from '../../../domain/refusal.ts';
import * as messages from '../../../workflows/messages.ts';
import type { AnyCall } from '../../http/call.ts';
import type { DecisionCreate } from '../../schemas/decision.ts';
import { ask } from '../../commands/visible.ts';

export interface Command {
  customer: string;
  updateId: string;
  body: Omit<(typeof DecisionCreate)['_output'], 'outcome'> & { outcome: DecisionOutcome };
  /** Ids of sealed texts. */
  note: string | null;
  message: string | null;
  evidence: EvidenceParts;
  /** The proposal that the decision confirms or refuses. */
  confirms: string | null;
}

type Asked = Awaited<ReturnType<typeof ask>>;

/** The result of a command, the version that holds it, and the customer at that version or a later one. */
export interface Done extends Asked {
  state: 'made' | 'proposed';
}

/**
 * Asks the case to decide. If its policy requires a second person, the same command becomes a proposal. Only
 * the case knows whether it does, so it is asked to decide first; a refused Update leaves no trace.
 */
export async function decide(call: AnyCall, command: Command): Promise<Done> {
  try {
    return { state: 'made', ...(await send(call, command)) };
  } catch (error) {
    const wantsTwo = error instanceof Refusal && error.code === 'four_eyes_required';
    if (!wantsTwo || command.confirms !== null) throw error;
    return { state: 'proposed', ...(await propose(call, command)) };
  }
}

async function send(call: AnyCall, command: Command): Promise<Asked> {
  const { customer, updateId: id, body, note, message, evidence, confirms } = command;
  const by = { actor: call.actor, request: call.requestId };
  const { reasons, final } = body;
  switch (body.outcome) {
    case 'approve':
    case 'reject':
    case 'refuse': {
      const { outcome, requirements } = body;
      const said = { outcome, requirements, reasons, final, note, message, evidence, confirms };
      return ask(call, {
        customer,
        update: messages.decide,
        id,
        event: { kind: 'decision_made', ...by, ...said },
      });
    }
    case 'request_documents': {
      const said = { requirements: named(body), reasons, note, message, evidence };
      return ask(call, {
        customer,
        update: messages.requestDocuments,
        id,
        event: { kind: 'documents_requested', ...by, ...said },
      });
    }
    case 'waive': {
      const said = { requirements: named(body), reasons, note, evidence, confirms };
      return ask(call, {
        customer,
        update: messages.waive,
        id,
        event: { kind: 'waived', ...by, ...said },
      });
    }
  }
}

async function propose(call: AnyCall, command: Command): Promise<Asked> {
  const { customer, updateId, body, note, message, evidence } = command;
  const { outcome, requirements, reasons, final } = body;
  if (outcome === 'request_documents' || outcome === 'refuse') {
    throw new Refusal('four_eyes_required');
  }
  const said = { outcome, requirements, reasons, final, note, message, evidence };
  const by = { actor: call.actor, request: call.requestId };
  return ask(call, {
    customer,
    update: messages.propose,
    id: `${updateId}/propose`,
    event: { kind: 'decision_proposed', ...by, ...said },
  });
}

function named({ requirements }: Command['body']): NonNullable<Command['body']['requirements']> {
  if (requirements !== null) return requirements;
  throw new Refusal('validation_failed', '', {
    errors: [{ pointer: '/requirements', code: 'required', message: 'Name them one by one.' }],
  });
}
