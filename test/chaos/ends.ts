/** What has to be ended, in the reverse order of its begin. */
export interface Ends {
  add(end: () => Promise<unknown>): void;
  /** Ends all of it, also where one fails; throws what failed. */
  run(): Promise<void>;
}

/** Nothing yet. */
export function createEnds(): Ends {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => void ends.push(end),
    async run() {
      const failed: unknown[] = [];
      for (const end of ends.splice(0).toReversed()) {
        await end().catch((error: unknown) => failed.push(error));
      }
      if (failed.length > 0) throw new AggregateError(failed, 'The run did not end cleanly.');
    },
  };
}
