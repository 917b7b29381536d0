import { type ForeignReason, foreignReason } from '../../foreign.ts';
import { isObject } from './shape.ts';

/** The one place where a command is to be taken. `id`: of the update or of the signal. */
export interface Address {
  case: string;
  message: string;
  id: string;
}

/**
 * A command to a case, sealed together with its address: copied to another case or another update, it does not
 * open. `at`: when it was sealed.
 */
export interface Command {
  for: Address & { at: string };
  body: unknown;
}

/** The command, or why what came is none that was sealed for this place. */
export function openCommand(
  value: unknown,
  here: Address,
): { command: Command } | { foreign: ForeignReason } {
  const reason = foreignReason(value);
  if (reason) return { foreign: reason };
  if (!isCommand(value)) return { foreign: 'misplaced' };
  const { case: workflow, message, id } = value.for;
  const isHere = workflow === here.case && message === here.message && id === here.id;
  return isHere ? { command: value } : { foreign: 'misplaced' };
}

function isCommand(value: unknown): value is Command {
  return isObject(value) && Object.hasOwn(value, 'body') && isObject(value['for']);
}
