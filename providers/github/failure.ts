import type { Milliseconds } from '../../config/plan.ts';

/** GitHub's answer that something cannot be done. */
export class GithubFailure extends Error {
  override name = 'GithubFailure';
  readonly status: number;
  /** When GitHub asks to come again, where it says so. */
  readonly after: Milliseconds | undefined;

  constructor(message: string, status: number, after: Milliseconds | undefined) {
    super(message);
    this.status = status;
    this.after = after;
  }

  /** The same request would be refused again, however often it is sent. */
  get isFinal(): boolean {
    return this.status === 410 || this.status === 422 || this.status === 400;
  }
}

/**
 * When to come again, in milliseconds from `now` on: GitHub says it by `Retry-After` in seconds, or by the time at which
 * the requests of an hour are counted anew. Undefined where it was no limit that refused. Pure.
 */
export function comeAgain(headers: Record<string, unknown>, now: number): Milliseconds | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - now) : undefined;
}
