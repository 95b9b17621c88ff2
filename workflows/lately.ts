const HOUR = 3_600_000;

/** Those of some times, in milliseconds since the epoch, that are within the last hour. */
export function lately(times: number[]): number[] {
  return times.filter((time) => Date.now() - time < HOUR);
}
