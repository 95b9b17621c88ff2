import type { Worker } from '@temporalio/worker';

/** Runs workers until `stop`, which waits for all of them. */
export function runWorkers(workers: Worker[]): { stop: () => Promise<void> } {
  const running = workers.map(async (worker) => worker.run());
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    },
  };
}
