import type { Milliseconds } from '../../config/plan.ts';

/**
 * When a `Retry-After` asks to come again, from `now` on (milliseconds since the epoch): seconds or a date. Undefined
 * where there is none that can be read. Pure.
 */
export function retryAfter(header: unknown, now: number): Milliseconds | undefined {
  if (typeof header !== 'string') return undefined;
  const written = header.trim();
  // Discord names fractions of a second.
  if (/^\d+(\.\d+)?$/.test(written)) return Math.ceil(Number(written) * 1000);
  const date = /[a-z]/i.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
