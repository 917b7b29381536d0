import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Backend {
  port: number;
  readyUrl: string;
}

export interface Balancer {
  url: string;
  /** Requests for which no backend was ready, or whose connection broke: an app saw a 502 for each. */
  broken: () => readonly string[];
  /** How many requests each backend got. */
  given: () => readonly number[];
  stop: () => Promise<void>;
}

const LOOK_EVERY_MS = 100;

/**
 * Passes requests in turn to the backends that report that they are ready, over kept connections; repeats
 * none.
 */
export async function startBalancer(backends: readonly Backend[]): Promise<Balancer> {
  const lanes = backends.map((backend) => ({
    ...backend,
    ready: false,
    given: 0,
    agent: new Agent({ keepAlive: true }),
  }));
  const broken: string[] = [];
  let turn = 0;
  const handle = (asked: IncomingMessage, answer: ServerResponse) => {
    const able = lanes.filter(({ ready }) => ready);
    turn += 1;
    const lane = able[turn % able.length];
    const fail = (why: string) => {
      broken.push(`${asked.method} ${asked.url} ${why}`);
      if (!answer.headersSent) answer.writeHead(502);
      answer.end();
    };
    if (!lane) return fail('nobody is ready');
    lane.given += 1;
    const { port, agent } = lane;
    const { method, url: path, headers } = asked;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent }, (from) => {
      const { connection: _, 'keep-alive': __, ...rest } = from.headers;
      answer.writeHead(from.statusCode ?? 502, rest);
      from.on('error', (error) => fail(error.message)).pipe(answer);
    });
    onward.on('error', (error) => fail(error.message));
    asked.pipe(onward);
  };
  const server = createServer(handle);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stopping = new AbortController();
  const looking = Promise.all(lanes.map((lane) => look(lane, stopping.signal)));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broken: () => broken,
    given: () => lanes.map(({ given }) => given),
    stop: async () => {
      stopping.abort();
      await looking;
      for (const { agent } of lanes) agent.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function look(
  lane: { ready: boolean; readyUrl: string },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    lane.ready = await fetch(lane.readyUrl, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
    await pause(LOOK_EVERY_MS);
  }
}
