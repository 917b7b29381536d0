import type { Server, ServerResponse } from 'node:http';

export interface Drain {
  /**
   * From now on every answer closes its connection, so that load balancers and apps stop using this process.
   */
  announce: () => void;
  /** Takes no new connections, closes the idle ones, and resolves when every request was answered. */
  end: () => Promise<void>;
}

/** The orderly shutdown of a server. Must be created before the first request. */
export function createDrain(server: Server): Drain {
  const open = new Set<ServerResponse>();
  let announced = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (announced) response.shouldKeepAlive = false; // Node then sends `Connection: close`
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
