import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort, requireFreePorts } from '../../../../worker/embedded/processes/ports.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => new Promise((done) => one.close(done))));
});

test('busy ports are refused, each with its number and the setting that changes it', async () => {
  const [first, second, free] = [await hold(), await hold(), await freePort()];
  const refused = requireFreePorts([
    { port: first, setting: 'API_PORT', use: 'API' },
    { port: free, setting: 'API_OPS_PORT', use: 'health' },
    { port: second, setting: 'POSTGRES_PORT', use: 'Postgres' },
  ]);
  await expect(refused).rejects.toThrow(
    `port ${first} (API) is in use: stop what holds it, or set API_PORT to another\n` +
      `port ${second} (Postgres) is in use: stop what holds it, or set POSTGRES_PORT to another`,
  );
});

test('one port for two uses is refused', async () => {
  const port = await freePort();
  const ports = ['API_PORT', 'TEMPORAL_PORT'].map((setting) => ({ port, setting, use: setting }));
  await expect(requireFreePorts(ports)).rejects.toThrow('set TEMPORAL_PORT to another');
});

test('free ports are accepted and left free', async () => {
  const port = await freePort();
  await requireFreePorts([{ port, setting: 'API_PORT', use: 'API' }]);
  await hold(port);
});

test('a free port is none that the machine gives to an outgoing connection by chance', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('a port that comes free in time is accepted', async () => {
  const port = await hold();
  setTimeout(() => servers.pop()?.close(), 300);
  await requireFreePorts([{ port, setting: 'API_PORT', use: 'API' }], 5_000);
});

async function hold(wanted?: number): Promise<number> {
  const port = wanted ?? (await freePort());
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done, fail) => {
    server.once('error', fail).listen(port, '127.0.0.1', done);
  });
  return port;
}
