import { isGrpcServiceError, ScheduleNotFoundError, ServiceError } from '@temporalio/client';

/** gRPC's status codes that matter here. */
export const GRPC = { invalidArgument: 3, notFound: 5 } as const;

/** The status code that Temporal answered with, whichever way it was asked. */
export function grpcCode(error: unknown): number | undefined {
  if (error instanceof ScheduleNotFoundError) return GRPC.notFound;
  const grpc = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(grpc) ? grpc.code : undefined;
}
