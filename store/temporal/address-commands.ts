import { randomUUID } from 'node:crypto';
import type { Command } from '../../domain/case/received/command.ts';
import { isObject } from '../../domain/case/received/shape.ts';

/** The part of an outgoing update that is read here. */
interface UpdateInput {
  updateName: string;
  args: unknown[];
  workflowExecution: { workflowId?: string | null };
  options: { updateId?: string };
}
interface SignalInput {
  signalName: string;
  args: unknown[];
  workflowExecution: { workflowId?: string | null };
}

/**
 * Adds the destination to each command before it is sealed, so that a command copied from one history does
 * not work in another. Every client that sends to cases must have it, because their workflows require it.
 */
export function addressCommands(now: () => number = Date.now) {
  const command = (body: unknown, to: Omit<Command['for'], 'at'>): Command => ({
    for: { ...to, at: new Date(now()).toISOString() },
    body,
  });
  return {
    startUpdate: <I extends UpdateInput, O>(input: I, next: (input: I) => Promise<O>) => {
      const { updateName: message, args, options } = input;
      const id = options.updateId ?? randomUUID();
      const to = { case: input.workflowExecution.workflowId ?? '', message, id };
      const addressed = args.map((body) => command(body, to));
      return next({ ...input, args: addressed, options: { ...options, updateId: id } });
    },
    signal: <I extends SignalInput, O>(input: I, next: (input: I) => Promise<O>) => {
      const { signalName: message, args } = input;
      const workflow = input.workflowExecution.workflowId ?? '';
      const addressed = args.map((body) =>
        command(body, { case: workflow, message, id: idIn(body) }),
      );
      return next({ ...input, args: addressed });
    },
  };
}

/** Signals carry their id themselves, because Temporal gives them none. */
function idIn(body: unknown): string {
  const id = isObject(body) ? body['id'] : undefined;
  return typeof id === 'string' ? id : '';
}
