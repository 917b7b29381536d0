import { LOOK_REASONS, type LookReason, PEOPLE } from '../domain/access.ts';
import type { AnyCall } from './call.ts';
import { invalid } from './errors.ts';

export const LOOK_REASON_HEADER = {
  'Vouch-Reason': { description: 'Why it is opened', values: LOOK_REASONS },
};
/** The same where apps, who need no reason, do it too. */
export const ACT_REASON_HEADER = {
  'Vouch-Reason': {
    description: 'Why a person does this in a customer’s place',
    values: LOOK_REASONS,
    isOptional: true,
  },
};

/** Why something is opened or done, from the header: a code of a closed list, never free text. */
export function lookReasonOf(call: AnyCall): LookReason {
  const given = call.request.headers.get('vouch-reason');
  const reason = LOOK_REASONS.find((known) => known === given);
  if (reason !== undefined) return reason;
  const message = `Send the header Vouch-Reason: ${LOOK_REASONS.join(', ')}.`;
  throw invalid('/headers/vouch-reason', given === null ? 'required' : 'not_in_list', message);
}

/** What a person does in a customer's place needs a reason (protection.md 4.3); an app may give one. */
export function actReasonOf(call: AnyCall): LookReason | undefined {
  const isGiven = call.request.headers.has('vouch-reason');
  return isGiven || PEOPLE.includes(call.actor.role) ? lookReasonOf(call) : undefined;
}
