import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANY_NEWS } from '../../store/events/listen-cases.ts';
import { applyReplays } from '../../store/webhooks/apply-replays.ts';
import { claimChallenges } from '../../store/webhooks/challenges.ts';
import { claimDue } from '../../store/webhooks/claim-due.ts';
import { fanOut } from '../../store/webhooks/fan-out.ts';
import { WEBHOOK_NEWS } from '../../store/webhooks/wake-sender.ts';
import { sendChallenge } from './challenge.ts';
import type { SenderDeps } from './deps.ts';
import { sendMessage } from './send-message.ts';

/** News come in swarms: a moment's wait lets one look take many. */
const GATHER_MS = 15;
/** undici says here that a request has left. */
const REQUEST_LEFT = 'undici:request:bodySent';

/**
 * Carries the outbox to the endpoints until it is stopped: writes a message for each, sends what is
 * due, takes up what was asked to be sent again. Several processes may do so at once.
 */
export function deliverWebhooks(deps: SenderDeps): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal);
  const bell = createBell();
  const flying = new Set<Promise<void>>();
  const onSent = () => deps.crash('sender.request_sent');
  subscribe(REQUEST_LEFT, onSent);

  function launch(task: Promise<void>): void {
    const flight = task
      .catch((error: unknown) => deps.log.error('webhook.not_marked', error)) // its lease lapses
      .finally(() => {
        flying.delete(flight);
        bell.ring();
      });
    flying.add(flight);
  }
  const loops = [
    turn(deps, signal, async () => {
      const news = deps.listener.wait(ANY_NEWS, deps.pollMs, signal);
      if ((await fanOut(deps.database, { now: deps.now() })) > 0) bell.ring();
      else await news;
      if (!signal.aborted) await sleep(GATHER_MS);
    }),
    turn(deps, signal, async () => {
      const rung = bell.wait(deps.pollMs, signal);
      const claimed = await claimDue(deps.database, { now: deps.now(), pace: deps.pace });
      for (const one of claimed) launch(sendMessage(deps, one));
      if (claimed.length === 0) await rung;
    }),
    turn(deps, signal, async () => {
      const news = deps.listener.wait(WEBHOOK_NEWS, deps.pollMs, signal);
      const replays = await applyReplays(deps.database, { now: deps.now() });
      if (replays > 0) bell.ring();
      const due = await claimChallenges(deps.database, { now: deps.now(), pace: deps.pace });
      for (const one of due) launch(sendChallenge(deps, one));
      if (replays + due.length === 0) await news;
    }),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
      await Promise.all(flying);
      unsubscribe(REQUEST_LEFT, onSent);
    },
  };
}

/** Takes one turn after another; one that fails is logged, and the next waits a little. */
async function turn(
  deps: SenderDeps,
  signal: AbortSignal,
  once: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await once();
    } catch (error) {
      deps.log.error('sender.turn_failed', error);
      await sleep(deps.pollMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

interface Bell {
  ring: () => void;
  /** Ends at the next ring, after `ms`, or on `signal`. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of waiting) wake();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      }),
  };
}
