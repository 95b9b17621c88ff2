import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** What a file's tests share. Its end also ends what a start that failed left behind. */
interface Shared {
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts before the tests of a file and ends after them what they share; after a try that failed, the next one finds it
 * as the first did. `patience`: for each, in milliseconds; as the project has it where none is given.
 */
export function madeAnew({ start, stop }: Shared, patience?: number): void {
  let isBroken = false;
  beforeAll(start, patience);
  beforeEach(async () => {
    if (!isBroken) return;
    isBroken = false;
    await stop();
    await start();
  }, patience);
  afterEach(({ task }) => {
    isBroken = task.result?.state === 'fail';
  });
  afterAll(stop, patience);
}
