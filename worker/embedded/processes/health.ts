const LIVE_MS = 5_000;
const READY_MS = 5_000;

/** Whether a process answers /livez. */
export async function askLive(opsUrl: string): Promise<boolean> {
  return (await ask(`${opsUrl}/livez`, LIVE_MS))?.isOk ?? false;
}

/** True if a process is ready, else what it says it is waiting for; undefined: no answer. */
export async function askReady(opsUrl: string): Promise<true | string | undefined> {
  const answer = await ask(`${opsUrl}/readyz`, READY_MS);
  if (!answer || answer.isOk) return answer && true;
  return Object.entries(reasonsIn(answer.text))
    .map(([name, reason]) => `${name} ${String(reason)}`)
    .join(', ');
}

function reasonsIn(text: string): object {
  try {
    const { reasons } = JSON.parse(text) as { reasons?: object };
    return reasons ?? {};
  } catch {
    return {};
  }
}

async function ask(url: string, ms: number): Promise<{ isOk: boolean; text: string } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ms) });
    return { isOk: response.ok, text: await response.text() };
  } catch {
    return undefined;
  }
}
