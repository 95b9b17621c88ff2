import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { learnTime, now } from '../../../../web/asking/server-time.ts';

/** By Sluice's clock, when it answers the first request. */
const THERE = Date.UTC(2026, 10, 26, 12, 0, 0, 400);
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks while the browser's clock says `sent`, and is answered `took` milliseconds later, by Sluice's clock at `at`. */
function asked({ sent, took, at }: { sent: number; took: number; at: number }, caching = 'no-store'): void {
  vi.setSystemTime(sent + took);
  learnTime(new Headers({ date: new Date(at).toUTCString(), 'cache-control': caching }), sent);
}

test('the time is that of Sluice to a second, however wrong the clock of the browser is', () => {
  for (const wrong of [-48 * HOUR, 0, 7 * HOUR, -30_000]) {
    asked({ sent: THERE + wrong - 50, took: 100, at: THERE });
    expect(Math.abs(now() - THERE)).toBeLessThanOrEqual(1100);
    const before = now();
    vi.setSystemTime(Date.now() + 5000);
    expect(now() - before).toBe(5000);
  }
});

test('a clock that is known is not taken for another one by an answer that took long, or that tells no time', () => {
  asked({ sent: THERE, took: 0, at: THERE });
  const known = now() - Date.now();
  asked({ sent: THERE, took: 14_000, at: THERE + 13_000 });
  asked({ sent: THERE, took: 10, at: THERE - HOUR }, 'max-age=60');
  learnTime(new Headers({ 'cache-control': 'no-store' }), THERE);
  expect(now() - Date.now()).toBe(known);
});
