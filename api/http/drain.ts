import type { Server, ServerResponse } from 'node:http';

export interface Drain {
  /** From now on every answer ends its connection, so that a balancer or an app opens no more here. */
  announce: () => void;
  /** Takes no new connection, ends the idle ones, and resolves when every request had its answer. */
  end: () => Promise<void>;
}

/** The orderly end of a server. To be made before its first request. */
export function createDrain(server: Server): Drain {
  const open = new Set<ServerResponse>();
  let announced = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (announced) response.shouldKeepAlive = false; // Node then says `Connection: close` by itself
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  const announce = () => {
    announced = true;
    for (const response of open) response.shouldKeepAlive = false;
  };
  return {
    announce,
    end: () => {
      announce();
      return new Promise((done) => {
        server.close(() => done());
        server.closeIdleConnections();
      });
    },
  };
}
