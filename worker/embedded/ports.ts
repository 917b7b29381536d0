import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Port = { port: number; host?: string; setting: string; use: string };

/**
 * Refuses, naming each port and its setting, when a port that will be needed is in use; waits up
 * to `patienceMs` for them first.
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

/** A port on the loopback address that nobody held a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const address = await new Promise<ReturnType<typeof server.address>>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address()));
  });
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
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
