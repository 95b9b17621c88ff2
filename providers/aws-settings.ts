import type { Milliseconds } from '../config/plan.ts';

/**
 * Where calls to AWS go. A region that is left out comes from AWS's own environment variables and profile files, as
 * credentials always do.
 */
export interface AwsPlace {
  region?: string;
  /** Base URL that takes the place of AWS's own. */
  endpoint?: string;
}

/** How patient a client is. */
export interface AwsPatience {
  /**
   * 1 for calls that change something: one whose answer was lost may have had its effect, and only the caller can
   * tell by reading.
   */
  attempts: number;
  /** Time for one attempt. */
  timeout: Milliseconds;
}

/** Settings of a client of AWS's SDK. */
export function awsSettings({ region, endpoint }: AwsPlace, { attempts, timeout }: AwsPatience) {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: timeout, requestTimeout: timeout, throwOnRequestTimeout: true },
  };
}

/** A place for people. */
export function describePlace({ region, endpoint }: AwsPlace): string {
  if (endpoint !== undefined) return `at ${endpoint}`;
  return region === undefined ? "in the daemon's region" : `in ${region}`;
}
