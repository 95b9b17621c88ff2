import type { Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEntry } from '../../providers/platforms/process/process-table.ts';
import { findLiving } from '../living.ts';

/** Whether a server answers there within the time (milliseconds) and has the namespace. */
export async function isHealthy(address: string, namespace: string, within: number): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    const client = await import('@temporalio/client');
    connection = await client.Connection.connect({ address, connectTimeout: within, interceptors: [] });
    const { workflowService } = connection;
    await connection.withDeadline(Date.now() + within, () =>
      workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

/**
 * Waits until a server that was just started serves. Throws when it ends before, or does not within 30 s. What the
 * daemon needs next is loaded meanwhile: that takes as long as the server takes to come up.
 */
export async function untilHealthy(
  server: ProcessEntry,
  address: string,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  await import('@temporalio/worker');
  while (!(await isHealthy(address, namespace, 1000))) {
    signal.throwIfAborted();
    if (!(await findLiving(server))) throw new Error('it ended while it was starting');
    if (Date.now() > deadline) throw new Error('it does not answer 30 s after its start');
    await sleep(50, undefined, { signal });
  }
}
