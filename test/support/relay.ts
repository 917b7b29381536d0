import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A relay in front of a server, which can disturb the connection; with `tls`, the relay terminates TLS. */
export interface Relay {
  port: number;
  /** Ends each connection after this many bytes of answers; null ends none. */
  cutAfter: (bytes: number | null) => void;
  /** While held, it accepts connections but passes no bytes. */
  hold: (isHeld: boolean) => void;
  /** The number of connections so far. */
  count: () => number;
  close: () => Promise<void>;
}

export async function startRelay(options: {
  /** Port of the server, on the loopback address. */
  to: number;
  tls?: TlsOptions;
  port?: number;
}): Promise<Relay> {
  const sockets = new Set<Socket>();
  let [limit, held, made]: [number | null, boolean, number] = [null, false, 0];
  const take = (client: Socket) => {
    made += 1;
    const upstream = connect(options.to, '127.0.0.1');
    let passed = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      if (held) socket.pause();
    }
    pass(
      client,
      upstream,
      () => held,
      () => true,
    );
    pass(
      upstream,
      client,
      () => held,
      (bytes) => {
        passed += bytes;
        return limit === null || passed <= limit;
      },
    );
  };
  const server: Server = options.tls
    ? createTlsServer(options.tls, take).on('tlsClientError', () => undefined)
    : createServer(take);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (bytes) => (limit = bytes),
    hold: (isHeld) => {
      held = isHeld;
      for (const socket of sockets)
        if (isHeld) socket.pause();
        else socket.resume();
    },
    count: () => made,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.resolve();
    },
  };
}

function pass(
  from: Socket,
  to: Socket,
  isHeld: () => boolean,
  mayPass: (bytes: number) => boolean,
): void {
  from.on('data', (bytes: Buffer) => {
    if (!mayPass(bytes.length)) return void from.destroy();
    if (!to.write(bytes)) from.pause();
  });
  to.on('drain', () => {
    if (!isHeld()) from.resume();
  });
  from.once('end', () => to.end());
}
