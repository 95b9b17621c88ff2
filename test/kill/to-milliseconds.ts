/** Milliseconds since the epoch of a time as Temporal writes it; 0 where there is none. */
export function toMilliseconds(
  time: { seconds?: unknown; nanos?: number | null } | null | undefined,
): number {
  return Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
}
