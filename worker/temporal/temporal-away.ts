import { isGrpcServiceError } from '@temporalio/client';
import { TransportError } from '@temporalio/worker';

/**
 * gRPC codes of temporary failures: cancelled, deadline exceeded, resource exhausted, internal, unavailable.
 */
const PASSING: readonly number[] = [1, 4, 8, 13, 14];
/** How the native client reports that the server is there but refuses us, in both its spellings. */
const REFUSED =
  /code: (NotFound|PermissionDenied|Unauthenticated|InvalidArgument)|code: '(Some requested entity|The caller does not have permission|The request does not have valid auth|Client specified)/;

/**
 * True if a start should wait for Temporal, because nobody answers yet. A missing namespace or a refused key
 * is a wrong setting, not an outage.
 */
export function isTemporalAway(error: unknown): boolean {
  if (error instanceof TransportError) return !REFUSED.test(error.message);
  if (isGrpcServiceError(error)) return PASSING.includes(error.code);
  if (!(error instanceof Error)) return false;
  if (error.message === 'Failed to connect before the deadline') return true;
  return error.cause !== undefined && isTemporalAway(error.cause);
}
