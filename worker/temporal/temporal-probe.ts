import { Connection, type ConnectionOptions, isGrpcDeadlineError } from '@temporalio/client';

export interface TemporalProbe {
  /** Rejects with a code for the reason while Temporal does not answer. */
  ask: () => Promise<void>;
  close: () => Promise<void>;
}

const DEADLINE_MS = 800;

/**
 * Asks Temporal itself, for /readyz, because a worker keeps polling and reports nothing while Temporal is
 * away.
 */
export function temporalProbe(options: ConnectionOptions): TemporalProbe {
  const connection = Connection.lazy({
    ...options,
    // gRPC's own pause between connection attempts grows to two minutes, which is far too long after an
    // outage.
    channelArgs: {
      ...options.channelArgs,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1000,
    },
    interceptors: [], // no retries: a probe needs the first answer
  });
  return {
    ask: async () => {
      try {
        await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
          connection.workflowService.getSystemInfo({}),
        );
      } catch (error) {
        const code = isGrpcDeadlineError(error) ? 'timeout' : 'unreachable';
        throw Object.assign(new Error('Temporal does not answer'), { code });
      }
    },
    close: () => connection.close(),
  };
}
