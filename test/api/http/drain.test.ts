import { createServer, request, type Agent, Agent as HttpAgent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDrain, type Drain } from '../../../api/http/drain.ts';

let port: number;
let drain: Drain;
let agent: Agent;
let finish: () => void;
let arrived: Promise<void>;
let undo: () => void;

/** A server whose path /slow answers when the test says so. */
beforeEach(async () => {
  let arrive: () => void;
  arrived = new Promise((done) => (arrive = done));
  const slow = new Promise<void>((done) => (finish = done));
  const server = createServer((asked, response) => {
    if (asked.url !== '/slow') return void response.end('at once');
    arrive();
    void slow.then(() => response.end('slow'));
  });
  drain = createDrain(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
  agent = new HttpAgent({ keepAlive: true });
  undo = () => void server.close();
});
afterEach(() => {
  agent.destroy();
  undo();
});

function ask(path: string): Promise<{ connection: string | undefined; text: string }> {
  return new Promise((answered, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => answered({ connection: response.headers.connection, text }));
    });
    asked.on('error', failed).end();
  });
}

test('before it is announced connections are kept', async () => {
  expect(await ask('/fast')).toEqual({ connection: 'keep-alive', text: 'at once' });
});

test('once announced, answers end their connections: new ones, and of requests under way', async () => {
  await ask('/fast');
  const slow = ask('/slow');
  await arrived;
  drain.announce();
  expect(await ask('/fast')).toEqual({ connection: 'close', text: 'at once' });
  finish();
  expect(await slow).toEqual({ connection: 'close', text: 'slow' });
});

test('the end waits for what is under way, takes nothing new, and does not wait for idle connections', async () => {
  await ask('/fast'); // leaves an idle connection
  const slow = ask('/slow');
  await arrived;
  let hasEnded = false;
  const ended = drain.end().then(() => (hasEnded = true));
  await expect(ask('/fast')).rejects.toThrow('ECONNREFUSED');
  expect(hasEnded).toBe(false);
  finish();
  expect((await slow).text).toBe('slow');
  await ended;
});
