import {
  NativeConnection,
  type NativeConnectionOptions,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';

export interface OpenWorker {
  worker: Worker;
  connection: NativeConnection;
}

/**
 * A worker with a connection of its own: a worker that failed to start leaves its name behind on the
 * connection, so that a second attempt on it would be refused.
 */
export async function openWorker(
  temporal: { connectionOptions: NativeConnectionOptions; namespace: string },
  options: Omit<WorkerOptions, 'connection' | 'namespace'>,
): Promise<OpenWorker> {
  const { connectionOptions, namespace } = temporal;
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    return { connection, worker: await Worker.create({ ...options, connection, namespace }) };
  } catch (error) {
    await connection.close().catch(() => undefined);
    throw error;
  }
}
