import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import type { RecordEvents } from '../domain/work.ts';

/** Where the replay of a restore hears what a case recorded, in order. */
export interface TapSinks extends Sinks {
  recordings: { hear: (batch: RecordEvents) => void };
}

/** In bundles made with `tap` alone: adds no command, and changes nothing that the case does. */
export function interceptors(): WorkflowInterceptors {
  const { recordings } = proxySinks<TapSinks>();
  const hear = (type: string, args: readonly unknown[]) => {
    if (type === 'recordEvents') recordings.hear(args[0] as RecordEvents);
  };
  return {
    outbound: [
      {
        scheduleActivity: (input, next) => {
          hear(input.activityType, input.args);
          return next(input);
        },
        scheduleLocalActivity: (input, next) => {
          hear(input.activityType, input.args);
          return next(input);
        },
      },
    ],
  };
}
