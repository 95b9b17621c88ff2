/** The time by Sluice's own clock: the times that it tells are compared with it, and a browser's clock may be wrong. */

/** By how much that clock is ahead of the browser's, in milliseconds. */
let ahead = 0;

/** What time it is for Sluice, milliseconds since the epoch. */
export function now(): number {
  return Date.now() + ahead;
}

/** Takes what an answer says of the time; the request was sent at `sent`, by the browser's clock. */
export function learnTime(headers: Headers, sent: number): void {
  // What a cache on the way may have kept says nothing of now.
  if (headers.get('cache-control')?.includes('no-store') !== true) return;
  const told = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(told)) return;
  // It is the second in which the answer was begun: after the request was sent, and before the answer was here.
  const least = told - Date.now();
  const most = told + 1000 - sent;
  ahead = Math.max(least, Math.min(ahead, most));
}
