import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import {
  connect,
  constants,
  createSecureServer,
  type ClientHttp2Stream,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAuthority } from './certificates.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { startListening } from './listening.ts';

/** A TLS proxy in front of a Temporal that has none. `env` tells a process to use it. */
export interface Front {
  env: Record<string, string>;
  close: () => Promise<void>;
}

/** Like an operator's own cluster: only clients with a certificate of this authority may connect. */
export async function mutualTlsFront(directory: string, address: string): Promise<Front> {
  const authority = createAuthority();
  const [server, client] = [authority.issue('temporal'), authority.issue('vouch')];
  const paths = await writeAll(directory, { ca: authority.cert, ...client });
  const port = String(await freePort());
  const front = await startListening('tls', {
    TLS_PORT: port,
    TLS_TO: address.split(':').at(-1) ?? '',
    TLS_CA: authority.cert,
    TLS_CERT: server.cert,
    TLS_KEY: server.key,
  });
  const env = {
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
    TEMPORAL_TLS: '1',
    TEMPORAL_TLS_SERVER_NAME: 'localhost',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: paths.ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: paths.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: paths.key,
  };
  return { env, close: front.stop };
}

/** Like Temporal Cloud: TLS, and each call must carry the key. */
export async function apiKeyFront(
  directory: string,
  address: string,
  apiKey: string,
): Promise<Front & { refused: () => number }> {
  const authority = createAuthority();
  const { ca } = await writeAll(directory, { ca: authority.cert });
  const upstream = connect(`http://${address}`);
  const sessions = new Set<Http2Session>([upstream]);
  let refused = 0;
  const server = createSecureServer(authority.issue('temporal'));
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    if (headers.authorization === `Bearer ${apiKey}`)
      return passOn(stream, upstream.request(headers));
    refused += 1;
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' },
      { endStream: true },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      TEMPORAL_API_KEY: apiKey,
      TEMPORAL_TLS_SERVER_NAME: 'localhost',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    },
    refused: () => refused,
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function passOn(stream: ServerHttp2Stream, call: ClientHttp2Stream): void {
  for (const one of [stream, call]) one.on('error', () => undefined);
  stream.pipe(call);
  stream.once('close', () => call.close(constants.NGHTTP2_CANCEL));
  call.once('close', () => {
    if (call.rstCode !== constants.NGHTTP2_NO_ERROR) stream.close(call.rstCode);
  });
  call.once('response', (headers, flags) => {
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(headers, endStream ? { endStream } : { waitForTrailers: true });
    if (!endStream) call.pipe(stream);
  });
  let trailers = {};
  call.once('trailers', (found) => (trailers = found));
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
}

async function writeAll<T extends Record<string, string>>(directory: string, files: T): Promise<T> {
  const paths = Object.entries(files).map(async ([name, text]) => {
    const path = join(directory, `temporal-${name}.pem`);
    await writeFile(path, text, { mode: 0o600 });
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(paths)) as T;
}
