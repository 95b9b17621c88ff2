/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A weight for people: 525 basis points are `5.25 %`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
