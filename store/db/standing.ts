import { awayReason } from './is-away.ts';

/** Whether something that a process needs is there, and if not, a code for the reason, never a value. */
export type Standing = { isThere: true } | { isThere: false; reason: string };

/**
 * A dependency that has not answered for this long is away. A health check must answer before it is asked
 * again.
 */
const ASK_MS = 900;

/**
 * Makes the probe of one dependency. It is away if `ask` rejects, answers false or is late. While one probe
 * hangs, no second one is started.
 */
export function dependency(
  ask: () => Promise<unknown>,
  options: { whenFalse?: string } = {},
): () => Promise<Standing> {
  const { whenFalse = 'unreachable' } = options;
  let asked: Promise<Standing> | undefined;
  return async () => {
    asked ??= standingOf(ask, whenFalse).finally(() => (asked = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Standing>((settle) => {
      timer = setTimeout(() => settle({ isThere: false, reason: 'timeout' }), ASK_MS);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };
}

async function standingOf(ask: () => Promise<unknown>, whenFalse: string): Promise<Standing> {
  try {
    return (await ask()) === false ? { isThere: false, reason: whenFalse } : { isThere: true };
  } catch (error) {
    return { isThere: false, reason: awayReason(error) };
  }
}

/** The reasons of the dependencies that are away, by name; undefined if all are there. */
export function reasonsOf(
  standings: Readonly<Record<string, Standing>>,
): Record<string, string> | undefined {
  const away = Object.entries(standings).flatMap(([name, one]) =>
    one.isThere ? [] : [[name, one.reason] as const],
  );
  return away.length === 0 ? undefined : Object.fromEntries(away);
}
