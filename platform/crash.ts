/** Named points at which a test may kill the process or make an outcome ambiguous. */
export interface CrashPoints {
  /** Kills this process with SIGKILL if this is the chosen pass of the chosen point. */
  crash: (name: string) => void;
  /** Throws a time-out after the effect happened, if this is the chosen pass. */
  ambiguous: (name: string) => void;
}

/**
 * Crash points set as `name:k`: the k-th pass of that point acts. Without a setting they do nothing. Only a
 * process's main may pass the setting.
 */
export function crashPoints(setting?: string): CrashPoints {
  if (setting === undefined) return { crash: () => undefined, ambiguous: () => undefined };
  const [point, count] = setting.split(':');
  if (!point || !/^[1-9]\d*$/.test(count ?? '')) throw new Error('a crash point is name:count');
  let left = Number(count);
  const isNow = (name: string): boolean => {
    if (name !== point) return false;
    left -= 1;
    return left === 0;
  };
  return {
    crash: (name) => {
      if (isNow(name)) process.kill(process.pid, 'SIGKILL');
    },
    ambiguous: (name) => {
      if (isNow(name)) throw Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' });
    },
  };
}
