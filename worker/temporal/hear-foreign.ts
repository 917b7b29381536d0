import type { InjectedSinks } from '@temporalio/worker';
import type { ForeignMessage, ForeignReason } from '../../domain/foreign.ts';
import type { Log } from '../../platform/log.ts';
import type { Meters } from '../../platform/metrics/meters.ts';

/**
 * A message that was not accepted. `workflow`: the id of the workflow that got or sent it, which a stranger
 * may have chosen.
 */
export interface NotTaken {
  message: ForeignMessage;
  reason: ForeignReason;
  workflow: string;
}
export type HearForeign = (what: NotTaken) => void;

const LINES = { most: 20, withinMs: 10_000 };
/** Workflow ids in the form that our clients use. */
const OURS = /^(case\/cus_\w{1,100}|sys\/policy-move\/mov_\w{1,100})$/;

/**
 * Counts messages that were not accepted, and logs them without their content. The number of log lines is
 * limited, so that a stranger cannot fill the log.
 */
export function onForeign(
  log: Pick<Log, 'warn'>,
  meters: Pick<Meters, 'count'>,
  now: () => number = () => performance.now(),
): HearForeign {
  let window = { since: -Infinity, lines: 0 };
  return ({ message, reason, workflow }) => {
    meters.count('vouch_foreign_messages_total', { message, reason });
    if (now() - window.since > LINES.withinMs) window = { since: now(), lines: 0 };
    window.lines += 1;
    if (window.lines > LINES.most) return;
    const at = OURS.test(workflow) ? { workflow } : {};
    log.warn('message.not_taken', { kind: message, code: reason, ...at });
  };
}

/** The sink of the workflow sandbox. It reports each message once, because replays report nothing. */
export function foreignSinks(hear: HearForeign): InjectedSinks<{
  foreign: { tell: (what: Pick<NotTaken, 'message' | 'reason'>) => void };
}> {
  return {
    foreign: {
      tell: {
        fn: ({ workflowId: workflow }, { message, reason }) => hear({ message, reason, workflow }),
        callDuringReplay: false,
      },
    },
  };
}
