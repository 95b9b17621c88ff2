/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The end of a text, at most `limit` characters, marked where its beginning is left out. */
export function tail(text: string, limit: number): string {
  const trimmed = text.trim();
  return trimmed.length <= limit ? trimmed : `…${trimmed.slice(-limit)}`;
}

/** A weight for people: 525 basis points are `5.25 %`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
