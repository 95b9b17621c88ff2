import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { registerSearchAttributes } from '../../worker/register-search-attributes.ts';

/** The namespace that `sluice serve` takes when nothing says otherwise. */
const namespace = 'default';
const ALREADY_EXISTS = 6;
/** How long Temporal keeps what has finished. Reports of releases are in the archive. */
const retention = msToTs('7 days');
const patience = 60_000;

/** Makes the namespace and registers Sluice's search attributes, and waits until both can be used. */
export async function prepareNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 5000 });
  const { workflowService } = connection;
  const within = <T>(call: () => Promise<T>): Promise<T> =>
    connection.withDeadline(Date.now() + 10_000, call);
  try {
    const request = { namespace, workflowExecutionRetentionPeriod: retention };
    await within(() => workflowService.registerNamespace(request)).catch((error: unknown) => {
      if (!isGrpcServiceError(error) || error.code !== ALREADY_EXISTS) throw error;
    });
    // Each service reads the list of namespaces anew only now and then.
    const deadline = Date.now() + patience;
    for (;;) {
      try {
        await within(() => workflowService.countWorkflowExecutions({ namespace }));
        break;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
    const target = { address, namespace, credentials: {} };
    const silent = pino({ level: 'silent' });
    await registerSearchAttributes(connection, target, silent, new AbortController().signal);
  } finally {
    await connection.close();
  }
}
