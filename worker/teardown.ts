import type { Logger } from 'pino';

/** Ends things in the reverse order of their start. */
export interface Teardown {
  /** Registers how the thing that was just started is ended. */
  add(what: string, end: () => Promise<void>): void;
  /** Ends everything once. One that fails is told in the log, and the others are ended all the same. */
  run(): Promise<void>;
}

/** Makes a teardown with nothing in it. */
export function createTeardown(log: Logger): Teardown {
  const ends: { what: string; end: () => Promise<void> }[] = [];
  return {
    add: (what, end) => void ends.push({ what, end }),
    async run() {
      for (let next = ends.pop(); next; next = ends.pop()) {
        try {
          await next.end();
        } catch (error) {
          log.error({ err: error }, `could not end ${next.what} in order`);
        }
      }
    },
  };
}
