import type { Worker } from '@temporalio/worker';

/**
 * Runs workers until `stop`, which waits for all of them. One that ends by itself says why at once, and `stop` does not
 * throw for it: what a test's end has to do after it, such as to end a server, is done all the same.
 */
export function runWorkers(workers: Worker[]): { stop: () => Promise<void> } {
  const running = workers.map(async (worker) => {
    await worker.run().catch((error: unknown) => console.error('A worker ended by itself:', error));
  });
  return {
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(running);
    },
  };
}
