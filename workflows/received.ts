import {
  ApplicationFailure,
  proxySinks,
  workflowInfo,
  type Sinks,
  type WorkflowInterceptors,
} from '@temporalio/workflow';
import { isEventOf } from '../domain/case/received/event-shapes.ts';
import { type Command, openCommand } from '../domain/case/received/command.ts';
import { isObject } from '../domain/case/received/shape.ts';
import { type ForeignMessage, foreignReason, type ForeignReason } from '../domain/foreign.ts';
import { caseId, policyMoveId } from '../domain/ids.ts';
import { BRINGS, CASE_WORKFLOW } from './messages.ts';

/** Where the worker hears of what was not taken: it counts and logs it. */
export interface ForeignSinks extends Sinks {
  foreign: { tell: (what: { message: ForeignMessage; reason: ForeignReason }) => void };
}

/** Commands are judged by the clock of Temporal's server, and were sealed by that of the sender. */
const FRESH_MS = 3_600_000;
const ID_MAX = 255;
const { foreign: told } = proxySinks<ForeignSinks>();

/**
 * Lets nothing into a workflow that was not sealed for it: Temporal takes messages from whoever reaches
 * it. The codec has opened what the workflow's own key sealed, and marked all else; here it is held
 * against its place. Only an update's validator asks for its age and form, as only that runs once.
 */
export function interceptors(): WorkflowInterceptors {
  // Runs that began before commands carried their place hold some that do not.
  let isOld = false;
  return {
    inbound: [
      {
        execute: (input, next) => {
          const [given] = input.args;
          const reason = startProblem(given);
          if (reason) return Promise.reject(refusal('start', reason));
          isOld = !isOfNewRules(given);
          return next(input);
        },
        validateUpdate: (input, next) => {
          const { name, updateId, args } = input;
          const found = openCommand(args[0], here(name, updateId));
          if ('foreign' in found) throw refusal('update', found.foreign);
          const reason = updateProblem(name, found.command);
          if (reason) throw refusal('update', reason);
          next({ ...input, args: [found.command.body] });
        },
        handleUpdate: (input, next) => {
          const { name, updateId, args } = input;
          const found = openCommand(args[0], here(name, updateId));
          if ('command' in found) return next({ ...input, args: [found.command.body] });
          if (isOld && !foreignReason(args[0])) return next(input);
          return Promise.reject(refusal('update', found.foreign));
        },
        handleSignal: (input, next) => {
          const { signalName: name, args } = input;
          if (!Object.hasOwn(BRINGS, name)) return next({ ...input, args: [] }); // it brings nothing
          const found = newsIn(name, args[0], isOld);
          if (!('foreign' in found)) return next({ ...input, args: [found.news] });
          told.tell({ message: 'signal', reason: found.foreign });
          return Promise.resolve();
        },
      },
    ],
  };
}

/** Tells of it, and gives what refuses it without a word of what it held. */
function refusal(message: ForeignMessage, reason: ForeignReason): ApplicationFailure {
  told.tell({ message, reason });
  return ApplicationFailure.nonRetryable('command_not_taken', 'command_not_taken');
}

function here(message: string, id: string) {
  return { case: workflowInfo().workflowId, message, id };
}

/**
 * A case starts from an opening, or goes on from a state, of the very customer that its id names; a move
 * from its own id. With the key gone, a case that went on as new waits: its task comes again.
 */
function startProblem(given: unknown): ForeignReason | undefined {
  const { workflowId, workflowType, continuedFromExecutionRunId } = workflowInfo();
  const reason = foreignReason(given);
  if (reason) return reason;
  if (!isObject(given)) return 'malformed';
  if (given['erased'] === true) {
    if (continuedFromExecutionRunId) throw new Error('key_destroyed');
    return 'damaged';
  }
  if (workflowType !== CASE_WORKFLOW) {
    return workflowId === policyMoveId(String(given['move'])) ? undefined : 'misplaced';
  }
  const facts = factsIn(given);
  if (!facts) return 'malformed';
  return workflowId === caseId(String(facts['customer'])) ? undefined : 'misplaced';
}

function factsIn({
  opening,
  carried,
}: Record<string, unknown>): Record<string, unknown> | undefined {
  const facts = isObject(opening) ? opening['facts'] : isObject(carried) && carried['state'];
  return isObject(facts) ? facts : undefined;
}

function isOfNewRules(given: unknown): boolean {
  if (!isObject(given)) return false;
  const { opening, carried } = given;
  const state = isObject(carried) ? carried['state'] : opening;
  return isObject(state) && Number(state['rules'] ?? 1) >= 2;
}

function updateProblem(name: string, { for: sealed, body }: Command): ForeignReason | undefined {
  const age = Math.abs(Date.now() - Date.parse(sealed.at));
  if (!(age <= FRESH_MS)) return 'stale';
  return isBrought(name, body) ? undefined : 'malformed';
}

/** True for an event of a kind that a message of this name may bring. */
function isBrought(name: string, event: unknown): boolean {
  return Object.hasOwn(BRINGS, name) && isEventOf(BRINGS[name as keyof typeof BRINGS], event);
}

/** The events that a signal carries. Its age is not judged: it may have waited while no worker ran. */
function newsIn(
  name: string,
  value: unknown,
  isOld: boolean,
): { news: object } | { foreign: ForeignReason } {
  const reason = foreignReason(value);
  if (reason) return { foreign: reason };
  const body = isObject(value) && isObject(value['for']) ? value['body'] : value;
  if (!isNews(name, body)) return { foreign: 'malformed' };
  if (body === value) return isOld ? { news: body } : { foreign: 'misplaced' };
  const found = openCommand(value, here(name, body.id));
  return 'foreign' in found ? found : { news: body };
}

function isNews(name: string, body: unknown): body is { id: string; event: unknown } {
  if (!isObject(body)) return false;
  const { id, event } = body;
  return typeof id === 'string' && id.length <= ID_MAX && isBrought(name, event);
}
