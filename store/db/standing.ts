import { awayReason } from './is-away.ts';

/** Whether something that a process needs is there, and if not, why: a word, never a value. */
export type Standing = { isThere: true } | { isThere: false; reason: string };

/** What never answers is away after so long: a health check gives up sooner than it asks again. */
const ASK_MS = 900;

/**
 * Makes the question for one dependency. It is away while `ask` rejects, answers false or is late;
 * one that hangs is not asked a second time beside the first.
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

/** The reasons of those that are away, by name; undefined where all are there. */
export function reasonsOf(
  standings: Readonly<Record<string, Standing>>,
): Record<string, string> | undefined {
  const away = Object.entries(standings).flatMap(([name, one]) =>
    one.isThere ? [] : [[name, one.reason] as const],
  );
  return away.length === 0 ? undefined : Object.fromEntries(away);
}
