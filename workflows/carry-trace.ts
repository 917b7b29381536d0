import type {
  ActivityInput,
  Headers,
  LocalActivityInput,
  WorkflowInterceptors,
} from '@temporalio/workflow';

/**
 * Hands the trace of a request on to the activities that follow from it: a header is copied, and
 * nothing here knows what it means. Without one every call goes through as it came, so that the
 * history of an untraced case, and its replay, are what they were.
 */
export function interceptors(): WorkflowInterceptors {
  let held: Headers | undefined;
  /** The trace of the change that was recorded last: the rounds of checks that it starts belong to it too. */
  let recorded: Headers | undefined;
  const take = ({ traceparent }: Headers) => {
    if (traceparent) held = { traceparent };
  };
  const carry = <I extends ActivityInput | LocalActivityInput>(
    input: I,
    next: (input: I) => Promise<unknown>,
  ): Promise<unknown> => {
    const records = input.activityType === 'recordEvents';
    const mine = held ?? (records ? undefined : recorded);
    if (records) recorded = undefined;
    if (!mine) return next(input);
    return next({ ...input, headers: { ...input.headers, ...mine } }).then((result) => {
      // A round’s answer is the trace’s next cause; what is recorded was its last word.
      if (input.activityType === 'runChecks') {
        held = mine;
      } else if (held === mine) {
        held = undefined;
        recorded = mine;
      }
      return result;
    });
  };
  return {
    inbound: [
      {
        execute: (input, next) => {
          take(input.headers);
          return next(input);
        },
        handleUpdate: (input, next) => {
          take(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [{ scheduleActivity: carry, scheduleLocalActivity: carry }],
  };
}
