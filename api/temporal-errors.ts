/** What a failed call of Temporal means to the caller of the API. */
import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { UnreadablePayload } from '../activities/payloads.ts';
import { ApiError, isErrorCode } from './errors.ts';

/** gRPC's status codes that matter here. */
const GRPC = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

/** The error that stands for Temporal's, or undefined where it is none of Temporal's. */
export function fromTemporal(error: unknown): ApiError | undefined {
  if (error instanceof UnreadablePayload) return new ApiError('payloads_unreadable', error.message);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return noWorker();
  if (error instanceof WorkflowUpdateFailedError) return fromUpdate(error);
  if (error instanceof WorkflowNotFoundError) return unknown(error.workflowId);
  if (error instanceof QueryNotRegisteredError) return noWorker();
  switch (grpcCode(error)) {
    case GRPC.deadlineExceeded:
    case GRPC.failedPrecondition:
      return noWorker();
    case GRPC.notFound:
      return unknown();
    case GRPC.unavailable:
      return temporalGone();
    default:
      return error instanceof ServiceError ? temporalGone() : undefined;
  }
}

/** True when the call got no answer because no worker, or no Temporal, was there to give one. */
export function isUnanswered(error: unknown): boolean {
  const meant = error instanceof ApiError ? error : fromTemporal(error);
  return meant?.code === 'worker_unavailable' || meant?.code === 'temporal_unavailable';
}

/** True when Temporal says that it cannot do what was asked, such as search by what it does not know. */
export function isRefused(error: unknown): boolean {
  return grpcCode(error) === GRPC.invalidArgument;
}

function fromUpdate(error: WorkflowUpdateFailedError): ApiError {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    return new ApiError(cause.type, cause.message);
  }
  // The words of the activity: what lies deeper is only what the system said.
  const said = (cause instanceof ActivityFailure ? cause.cause : cause) ?? error;
  return new ApiError('target_unreadable', `${said.message}; nothing was started, so try again`);
}

function unknown(workflow = 'like this'): ApiError {
  return new ApiError('release_not_found', `Temporal knows no workflow ${workflow}`);
}

function noWorker(): ApiError {
  const next = 'see that a worker runs, then repeat the request with the same Idempotency-Key';
  return new ApiError('worker_unavailable', `no worker answered in time; ${next}`);
}

function temporalGone(): ApiError {
  const next = 'it is tried again at the next request; repeat this one with the same Idempotency-Key';
  return new ApiError('temporal_unavailable', `Temporal cannot be reached; ${next}`);
}

function grpcCode(error: unknown): number | undefined {
  const grpc = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(grpc) ? grpc.code : undefined;
}
