import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, vi } from 'vitest';

/** So many turns of the event loop without a timer, and all that one timer has begun is done. */
const TURNS = 5;

/**
 * Lets the tests of a file live on a clock of its own, which goes on to the next timer as soon as nothing is left to
 * do before it: hours pass in milliseconds, and a busy machine makes nothing late. Only for what does no I/O.
 */
export function useVirtualTime(): void {
  let passing = true;
  let passed: Promise<void> | undefined;
  beforeAll(() => {
    vi.useFakeTimers({
      fakeNodeBuiltins: true,
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
    passed = (async () => {
      while (passing) {
        for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
        await vi.advanceTimersToNextTimerAsync();
      }
    })();
  });
  afterAll(async () => {
    passing = false;
    await passed;
    vi.useRealTimers();
  });
}
