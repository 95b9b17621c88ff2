/** The time of day of a time in milliseconds since the epoch, as the logs of a run have it. */
export function clock(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString().slice(11, 23) : 'the end';
}
