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
 * A worker with a connection of its own: one that could not be made leaves its name behind on the
 * connection, so that a second try there is refused.
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
