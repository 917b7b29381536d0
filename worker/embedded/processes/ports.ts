import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Port = { port: number; host?: string; setting: string; use: string };

/**
 * Throws, naming each port and its setting, if a port that will be needed is in use; first waits up to
 * `patienceMs` for them.
 */
export async function requireFreePorts(ports: readonly Port[], patienceMs = 0): Promise<void> {
  const until = Date.now() + patienceMs;
  let problems = await findProblems(ports);
  while (problems.length > 0 && Date.now() < until) {
    await sleep(200);
    problems = await findProblems(ports);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Above the ports of well-known services, and below those that Linux assigns to outgoing connections. */
const KEPT = { from: 10_240, to: 32_767 };

/**
 * A free port on the loopback address. It is below the range from which outgoing connections get theirs
 * (`net.ipv4.ip_local_port_range` begins at 32768), so none can take it before it is listened on.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(KEPT.from, KEPT.to + 1);
  return (await isFree(port, '127.0.0.1')) ? port : freePort();
}

async function findProblems(ports: readonly Port[]): Promise<string[]> {
  const busy = await Promise.all(
    ports.map(async ({ port, host, setting, use }) =>
      (await isFree(port, host ?? '127.0.0.1'))
        ? []
        : [`port ${port} (${use}) is in use: stop what holds it, or set ${setting} to another`],
    ),
  );
  const repeated = ports
    .filter(({ port }, at) => ports.findIndex((other) => other.port === port) !== at)
    .map(({ port, setting }) => `port ${port} is given twice: set ${setting} to another`);
  return [...busy.flat(), ...repeated];
}

function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
