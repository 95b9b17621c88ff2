import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { askAgain } from './ask-again.ts';
import { connectFailure } from './connect-failure.ts';
import { StartError } from './start-error.ts';
import type { TemporalTarget } from './temporal-target.ts';

/** A connection to Temporal: for workers, and for everything else. */
export interface TemporalConnection {
  /** How workers have to write and read what Temporal keeps; the client does so already. */
  dataConverter: DataConverter;
  native: NativeConnection;
  connection: Connection;
  client: Client;
  close(): Promise<void>;
}

const RETRY_EVERY = 500;
/** How often the same waiting is told again, in milliseconds. */
const TELL_EVERY = 30_000;

/**
 * Connects, and waits as long as Temporal is not there, telling so in the log. Once connected, both connections
 * find back by themselves. Throws a StartError when waiting would not help: no permission, or no such namespace.
 */
export async function connectTemporal(
  target: TemporalTarget,
  dataConverter: DataConverter,
  log: Logger,
  signal: AbortSignal,
): Promise<TemporalConnection> {
  let told: { reason: string; at: number } | undefined;
  for (;;) {
    try {
      return await connectOnce(target, dataConverter);
    } catch (error) {
      const { permanent, reason } = connectFailure(error, target);
      if (permanent) {
        throw new StartError(`Temporal at ${target.address} refuses: ${reason}`, { cause: error });
      }
      if (told?.reason !== reason || Date.now() - told.at > TELL_EVERY) {
        log.warn(`waiting for Temporal at ${target.address}: ${reason}; retrying`);
        told = { reason, at: Date.now() };
      }
      await sleep(RETRY_EVERY, undefined, { signal });
    }
  }
}

async function connectOnce(
  { address, namespace, credentials }: TemporalTarget,
  dataConverter: DataConverter,
): Promise<TemporalConnection> {
  // The native one first: it says at once why it cannot connect, where the other waits for its time-out.
  const native = await NativeConnection.connect({ address, ...credentials, ...compressionFor(address) });
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({
      address,
      ...credentials,
      connectTimeout: 5000,
      channelArgs: {
        'grpc.keepalive_permit_without_calls': 1,
        'grpc.keepalive_time_ms': 30_000,
        'grpc.keepalive_timeout_ms': 15_000,
        // The default grows to two minutes, in which a server that is back would go unnoticed.
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 1000,
      },
    });
    await describeNamespace(connection, namespace);
    const interceptors = { workflow: [askAgain] };
    const client = new Client({ connection, namespace, dataConverter, interceptors });
    return { dataConverter, native, connection, client, close: () => closeBoth(native, connection) };
  } catch (error) {
    await closeBoth(native, connection);
    throw error;
  }
}

/** On the way to this machine itself compression, which is the SDK's default, costs both ends time and saves nothing. */
function compressionFor(address: string): Pick<NativeConnectionOptions, 'grpcCompression'> {
  return /^(?:127\.|localhost:|\[::1\])/.test(address) ? { grpcCompression: { codec: 'none' } } : {};
}

async function describeNamespace(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  await connection.withDeadline(Date.now() + 5000, () => workflowService.describeNamespace({ namespace }));
}

async function closeBoth(native: NativeConnection, connection: Connection | undefined): Promise<void> {
  await connection?.close();
  await native.close();
}
