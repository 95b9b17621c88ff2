import {
  ActivityFailure,
  ApplicationFailure,
  TimeoutFailure,
  type TemporalFailure,
} from '@temporalio/workflow';

/** What went wrong, in the words of whoever saw it first. */
export function rootCause(failure: TemporalFailure): string {
  let deepest: Error = failure;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  if (deepest instanceof TimeoutFailure && failure instanceof ActivityFailure) {
    return `${failure.activityType} did not answer in time (${deepest.timeoutType})`;
  }
  return deepest.message;
}

/** The error code that an activity gave its failure, or undefined. */
export function failureCode(error: unknown): string | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  return error.cause instanceof ApplicationFailure ? (error.cause.type ?? undefined) : undefined;
}
