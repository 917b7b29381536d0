import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

const HOST = '127.0.0.1';
const QUERY = /^\/api\/v1\/namespaces\/[^/?]+\/workflows\/[^/?]+\/query\/[^/?]+(\?|$)/;
const SETTINGS = /^\/api\/v1\/settings(\?|$)/;

export interface UiFront {
  url: string;
  close: () => Promise<void>;
}

/**
 * A proxy in front of Temporal's UI, which by itself answers under any host name and writes for anybody. The
 * proxy serves only this machine's names, so that no web page can reach it under a name of its own, accepts
 * nothing from other pages, and only reads: changes of a case go through the API.
 */
export async function startUiFront(options: {
  port: number;
  ui: { host: string; port: number };
}): Promise<UiFront> {
  const { port, ui } = options;
  const hosts = [HOST, 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const server = createServer((incoming, answer) => {
    const refused = refusalOf(incoming, hosts);
    if (refused) answer.writeHead(403, { 'content-type': 'text/plain' }).end(`${refused}\n`);
    else forward(incoming, answer, ui);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${HOST}:${port}`, close };
}

/**
 * Why a request is refused; undefined if it comes from our own page, or from somebody who typed the address.
 */
function refusalOf(
  { method = '', url = '', headers }: IncomingMessage,
  hosts: readonly string[],
): string | undefined {
  if (!url.startsWith('/')) return 'no path';
  if (!hosts.includes(headers.host ?? '')) return 'not a name of this machine';
  const { origin } = headers;
  const isOwn = hosts.some((host) => origin === `http://${host}`);
  if (origin !== undefined && !isOwn) return 'from another origin';
  const isOpening = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  const site = headers['sec-fetch-site'] ?? 'none';
  if (site !== 'same-origin' && site !== 'none' && !isOpening) return 'from another site';
  if (method === 'GET' || method === 'HEAD') return undefined;
  // The page reads a workflow's details by POST; no other POST only reads.
  return method === 'POST' && isOwn && QUERY.test(url)
    ? undefined
    : 'this UI shows and writes nothing';
}

function forward(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { host, port }: { host: string; port: number },
): void {
  const { method, url: path = '/' } = incoming;
  const isSettings = SETTINGS.test(path);
  const headers = { ...incoming.headers, host: `${host}:${port}` };
  if (isSettings) headers['accept-encoding'] = 'identity';
  const outgoing = request({ host, port, method, path, headers }, (found) => {
    if (isSettings && found.statusCode === 200) void withoutWrites(found, answer);
    else found.pipe(answer.writeHead(found.statusCode ?? 502, found.headers));
  });
  outgoing.on('error', () => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end();
  });
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** Changes the page's settings so that it hides what this proxy would not let through. */
async function withoutWrites(found: IncomingMessage, answer: ServerResponse): Promise<void> {
  try {
    const parts = (await found.toArray()) as Buffer[];
    const settings = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
    const body = JSON.stringify({ ...settings, DisableWriteActions: true });
    const length = Buffer.byteLength(body);
    answer.writeHead(200, { ...found.headers, 'content-length': length }).end(body);
  } catch {
    answer.writeHead(502).end();
  }
}
