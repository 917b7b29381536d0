import { Refusal } from '../../domain/refusal.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Meters } from '../../platform/metrics/meters.ts';

type Operation = 'put' | 'read' | 'delete' | 'list';

/** Wraps blobs: failures are counted by operation and kind, and thrown as they are. */
export function meteredBlobs(blobs: Blobs, meters: Pick<Meters, 'count'>): Blobs {
  const failed = (operation: Operation, error: unknown): never => {
    meters.count('vouch_blob_errors_total', { operation, kind: kindOf(error) });
    throw error;
  };
  async function* each<T>(operation: Operation, pieces: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      yield* pieces;
    } catch (error) {
      failed(operation, error);
    }
  }
  return {
    ...blobs,
    put: (blob) => blobs.put(blob).catch((error: unknown) => failed('put', error)),
    open: (blob) => blobs.open(blob).catch((error: unknown) => failed('read', error)),
    stream: (blob) => each('read', blobs.stream(blob)),
    delete: (id) => blobs.delete(id).catch((error: unknown) => failed('delete', error)),
    list: () => each('list', blobs.list()),
    tidy: () => blobs.tidy().catch((error: unknown) => failed('delete', error)),
  };
}

function kindOf(error: unknown): 'missing' | 'key' | 'storage' {
  if (!(error instanceof Refusal)) return 'storage';
  if (error.code === 'not_found') return 'missing';
  return error.code.startsWith('key_') ? 'key' : 'storage';
}
