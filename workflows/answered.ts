import { ApplicationFailure, proxySinks } from '@temporalio/workflow';
import { areAnswers } from '../domain/case/received/event-shapes.ts';
import type { CheckAnswer } from '../domain/checks/checks.ts';
import { foreignReason } from '../domain/foreign.ts';
import type { RunChecks } from '../domain/case/round.ts';
import type { ForeignSinks } from './received.ts';

const MORE_TRIES = 2;
const { foreign } = proxySinks<ForeignSinks>();

/**
 * True for the answers of this round, sealed by somebody with the customer's key. Whoever polls a queue
 * may answer in an engine's place.
 */
export function isAnswered({ checks }: RunChecks, answers: CheckAnswer[]): boolean {
  if (areAnswers(checks, answers)) return true;
  foreign.tell({ message: 'answer', reason: foreignReason(answers) ?? 'malformed' });
  return false;
}

/** Asks again for an answer that our key did not seal, as after a fault of a machine; then a person looks. */
export async function askAgain(
  round: RunChecks,
  ask: () => Promise<CheckAnswer[]>,
): Promise<CheckAnswer[]> {
  for (let tries = 1; tries <= MORE_TRIES; tries += 1) {
    const answers = await ask();
    if (isAnswered(round, answers)) return answers;
  }
  throw ApplicationFailure.nonRetryable('command_not_taken', 'command_not_taken');
}
