import {
  ApplicationFailure,
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { isRefusalCode, Refusal } from '../../domain/refusal.ts';

const RETRY_AFTER_SECONDS = 2;
const GRPC_UNAVAILABLE = 14;
/**
 * gRPC codes that mean a bug of ours: INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED. A case whose tasks fail
 * is FAILED_PRECONDITION, and a busy server is RESOURCE_EXHAUSTED: both are temporary.
 */
const OURS: readonly number[] = [3, 11, 12];
/** Failures of the server's own bookkeeping, not of a rule. The update may be sent again with the same id. */
const AGAIN = ['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'];

/** True if the update was not handled for a reason that another attempt may overcome. */
export function isWorthAgain(error: unknown): boolean {
  const type = error instanceof WorkflowUpdateFailedError && typeOf(error.cause);
  return typeof type === 'string' && AGAIN.includes(type);
}

/**
 * The refusal for an error of the Temporal client (docs/temporal.md#messages); a bug is returned as it is.
 */
export function translate(error: unknown): unknown {
  const ours = refusalIn(error);
  if (ours) return ours;
  if (error instanceof WorkflowUpdateFailedError) {
    const type = typeOf(error.cause);
    if (type === 'command_not_taken') return notTaken(error);
    if (type !== undefined && isRefusalCode(type)) return new Refusal(type, '', { cause: error });
    return isWorthAgain(error) ? outcomeUnknown(error) : error;
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return outcomeUnknown(error);
  if (error instanceof WorkflowNotFoundError) return new Refusal('late', '', { cause: error });
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return new Refusal('late', '', { cause: error });
  }
  return isAway(error) || isEngineFault(error) ? outcomeUnknown(error) : error;
}

/** True if the server was reached but failed, so that nobody knows whether the command took effect. */
export function isEngineFault(error: unknown): boolean {
  const code = grpcCode(error);
  return code !== undefined && code !== GRPC_UNAVAILABLE && !OURS.includes(code);
}

/** The version that a case knew when it refused; undefined if no case refused. */
export function knownVersionOf(refusal: unknown): number | undefined {
  const failed = refusal instanceof Refusal ? refusal.cause : undefined;
  const cause = failed instanceof WorkflowUpdateFailedError ? failed.cause : undefined;
  const version: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : undefined;
  return typeof version === 'number' ? version : undefined;
}

/** True for an error that the client throws because the server is dead or unreachable. */
export function isAway(error: unknown): boolean {
  return isGrpcDeadlineError(error) || grpcCode(error) === GRPC_UNAVAILABLE;
}

function grpcCode(error: unknown): number | undefined {
  const service = isGrpcServiceError(error) ? error : causeOf(error);
  return isGrpcServiceError(service) ? Number(service.code) : undefined;
}

export function temporalUnavailable(): Refusal {
  return new Refusal('engine_unavailable', 'Reads are served; send this again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

export function outcomeUnknown(cause?: unknown): Refusal {
  return new Refusal('outcome_unknown', 'Send the same request with the same Idempotency-Key.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
}

/**
 * The cause is that processes of two releases run side by side, or that clocks are hours apart. The first
 * passes by itself; an alert reports the second.
 */
function notTaken(cause: unknown): Refusal {
  return new Refusal('command_not_taken', 'Nothing was changed; send this again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
}

function typeOf(cause: unknown): string | undefined {
  return cause instanceof ApplicationFailure ? (cause.type ?? undefined) : undefined;
}

function refusalIn(error: unknown): Refusal | undefined {
  for (let at = error, depth = 0; at !== undefined && depth < 5; at = causeOf(at), depth += 1) {
    if (at instanceof Refusal) return at;
  }
  return undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
