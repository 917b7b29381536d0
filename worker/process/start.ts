import type { Log } from '../../platform/log.ts';
import { mayStartLater } from '../../store/db/is-away.ts';
import { untilThere, whenChanged } from '../../store/db/until-there.ts';
import { isTemporalAway } from '../temporal/temporal-away.ts';

/** The start of a process: it waits for the servers, and a signal during that time ends it. */
export interface Start {
  /** Tries `open` until it succeeds, as long as only a server that is away makes it fail. */
  wait: <T>(what: 'store' | 'temporal', open: () => Promise<T>) => Promise<T>;
  /** Stops listening for signals, so that others can. */
  end: () => void;
  hasEnded: () => boolean;
}

/** Begins the start. Logs what is waited for, once for each reason. */
export function beginStart(log: Pick<Log, 'warn' | 'info'>): Start {
  const leave = () => process.exit(0); // nothing was begun that has to be finished
  const signals = ['SIGTERM', 'SIGINT'] as const;
  for (const signal of signals) process.once(signal, leave);
  let ended = false;
  return {
    wait: async (what, open) => {
      let waited = false;
      const told = whenChanged((code) => log.warn('start.waits', { kind: what, code }));
      const onAway = (error: unknown) => {
        waited = true;
        told(error);
      };
      const opened = await untilThere(open, {
        isAway: (error) => mayStartLater(error) || isTemporalAway(error),
        onAway,
      });
      if (waited) log.info('start.goes_on', { kind: what });
      return opened;
    },
    hasEnded: () => ended,
    end: () => {
      ended = true;
      for (const signal of signals) process.off(signal, leave);
    },
  };
}
