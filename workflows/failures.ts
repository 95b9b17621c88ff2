import { ActivityFailure, ApplicationFailure, TimeoutFailure, TemporalFailure } from '@temporalio/workflow';

/**
 * What went wrong, in the words of the activity: it says what, which one and the next step, while what lies deeper
 * is only what the system said.
 */
export function rootCause(failure: TemporalFailure): string {
  const { cause } = failure;
  if (failure instanceof ActivityFailure && cause instanceof TimeoutFailure) {
    return `${failure.activityType} did not answer in time (${cause.timeoutType})`;
  }
  if (failure instanceof ActivityFailure && cause instanceof ApplicationFailure) return cause.message;
  return cause instanceof TemporalFailure ? rootCause(cause) : failure.message;
}

/** The error code that an activity gave its failure, or undefined. */
export function failureCode(error: unknown): string | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  return error.cause instanceof ApplicationFailure ? (error.cause.type ?? undefined) : undefined;
}
