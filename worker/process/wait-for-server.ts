import { isAway } from '../../store/db/is-away.ts';
import { untilThere, whenChanged } from '../../store/db/until-there.ts';
import { isTemporalAway } from '../temporal/temporal-away.ts';

/**
 * Repeats a task until its server is there, and prints what it waits for. The task must be safe to repeat.
 */
export function waitForServer<T>(server: string, task: () => Promise<T>): Promise<T> {
  return untilThere(task, {
    isAway: (error) => isAway(error) || isTemporalAway(error),
    onAway: whenChanged((reason) => console.error(`waiting for ${server}: ${reason}`)),
  });
}
