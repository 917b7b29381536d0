import { ACCESS_PURPOSES, type AccessPurpose, PEOPLE } from '../../../domain/access/access.ts';
import type { AnyCall } from '../call.ts';
import { invalid } from '../errors.ts';

export const ACCESS_PURPOSE_HEADER = {
  'Vouch-Reason': { description: 'Why it is opened', values: ACCESS_PURPOSES },
};
/** The same for operations that apps may do too; they need no purpose. */
export const ACTING_PURPOSE_HEADER = {
  'Vouch-Reason': {
    description: 'Why a person does this in a customer’s place',
    values: ACCESS_PURPOSES,
    isOptional: true,
  },
};

/** Why the caller opens or does something, from the header: a code of a closed list, never free text. */
export function accessPurposeOf(call: AnyCall): AccessPurpose {
  const given = call.request.headers.get('vouch-reason');
  const reason = ACCESS_PURPOSES.find((known) => known === given);
  if (reason !== undefined) return reason;
  const message = `Send the header Vouch-Reason: ${ACCESS_PURPOSES.join(', ')}.`;
  throw invalid('/headers/vouch-reason', given === null ? 'required' : 'not_in_list', message);
}

/**
 * A person who acts in a customer's place must give a purpose (docs/protection.md#access); an app may give
 * one.
 */
export function actingPurposeOf(call: AnyCall): AccessPurpose | undefined {
  const isGiven = call.request.headers.has('vouch-reason');
  return isGiven || PEOPLE.includes(call.actor.role) ? accessPurposeOf(call) : undefined;
}
