import { createServer, type Server } from 'node:http';
import { register } from 'prom-client';

/** Health and metrics of a worker, on a port of their own. `probe` names each dependency. */
export async function serveOps(options: {
  host: string;
  port: number;
  probe: () => Promise<Record<string, boolean | string>>;
}): Promise<{ close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '', options.probe).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  await listening(server, options);
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(path: string, probe: () => Promise<Record<string, boolean | string>>) {
  const json = 'application/json';
  if (path === '/metrics') {
    return { status: 200, type: register.contentType, body: await register.metrics() };
  }
  if (path === '/livez' || path === '/startupz') {
    return { status: 200, type: json, body: '{"status":"live"}' };
  }
  if (path !== '/readyz') return { status: 404, type: json, body: '{}' };
  const dependencies = await probe();
  const ready = !Object.values(dependencies).includes(false);
  const body = JSON.stringify({ status: ready ? 'ready' : 'away', dependencies });
  return { status: ready ? 200 : 503, type: json, body };
}

function listening(server: Server, at: { host: string; port: number }): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(at.port, at.host, () => done());
  });
}
