import { isGrpcServiceError } from '@temporalio/client';
import { TransportError } from '@temporalio/worker';

/** Of gRPC: cancelled, deadline exceeded, resource exhausted, internal, unavailable. */
const PASSING: readonly number[] = [1, 4, 8, 13, 14];
/** What the native client says of a server that is there and refuses us, in both its spellings. */
const REFUSED =
  /code: (NotFound|PermissionDenied|Unauthenticated|InvalidArgument)|code: '(Some requested entity|The caller does not have permission|The request does not have valid auth|Client specified)/;

/**
 * True where a start waits for Temporal: nobody answers, or not yet. A namespace that is not there and
 * a key that is refused are wrong settings, no outage.
 */
export function isTemporalAway(error: unknown): boolean {
  if (error instanceof TransportError) return !REFUSED.test(error.message);
  if (isGrpcServiceError(error)) return PASSING.includes(error.code);
  if (!(error instanceof Error)) return false;
  if (error.message === 'Failed to connect before the deadline') return true;
  return error.cause !== undefined && isTemporalAway(error.cause);
}
