/** The end of a text, at most `limit` characters, marked where its beginning is left out. */
export function tail(text: string, limit: number): string {
  const trimmed = text.trim();
  return trimmed.length <= limit ? trimmed : `…${trimmed.slice(-limit)}`;
}
