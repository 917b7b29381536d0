import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { isObject } from '../domain/case/received/shape.ts';
import type { BackgroundWork, MovePolicies } from '../domain/work.ts';

const { movePolicies } = proxyActivities<BackgroundWork>({
  startToCloseTimeout: '5 m', // a slice is of seconds; cases that hang may draw it out
  heartbeatTimeout: '10 s', // how long nothing moves after a worker died
  retry: { maximumInterval: '10 s' }, // no end: it must come to its end
});

/**
 * Moves cases to another policy, a slice after the other. Where it stands is in the move's row, so that
 * any slice may be repeated; payloads are ids alone, since no customer's key seals them.
 */
export async function policyMove(input: MovePolicies): Promise<void> {
  for (;;) {
    const answer: unknown = await movePolicies(input);
    if (isObject(answer) && answer['finished'] === true) return; // what is not ours ends nothing
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof policyMove>(input);
  }
}
