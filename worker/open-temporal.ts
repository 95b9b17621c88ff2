import type { Logger } from 'pino';
import type { TemporalConnection } from './connect.ts';
import { startEmbedded } from './embedded.ts';
import { readKeys, type WrittenKey } from './encryption/keys.ts';
import { lockFolder } from './folder-lock.ts';
import { createTeardown } from './teardown.ts';
import { configuredTarget, type TemporalTarget } from './temporal-target.ts';

/** A Temporal that is ready for workers and clients. */
export interface OpenTemporal extends TemporalConnection {
  target: TemporalTarget;
  /** Closes the connections and ends an embedded server. */
  close(): Promise<void>;
}

export interface OpenTemporalOptions {
  /** Absolute. It is locked when Temporal is embedded, so that one daemon at a time runs a server on it. */
  dataFolder: string;
  /** Of the settings; it comes before that of Temporal's own configuration. */
  namespace: string | undefined;
  /** What Temporal is given is encrypted with the first of these keys; without any, it is not. */
  keys: readonly WrittenKey[];
  log: Logger;
  /** Called each time an embedded server that died was started again. */
  onRestart: () => void;
  /** Ends the waiting, and what was started. */
  signal: AbortSignal;
}

/**
 * Connects to the Temporal that its own configuration names, or starts an embedded one where it names none. Waits
 * until it is there. Throws a StartError when waiting would not help.
 */
export async function openTemporal(options: OpenTemporalOptions): Promise<OpenTemporal> {
  const { dataFolder, log, onRestart, signal } = options;
  const teardown = createTeardown(log);
  try {
    const configured = configuredTarget(options.namespace);
    const keys = await readKeys(options.keys, process.env);
    let { address } = configured;
    if (address === undefined) {
      const lock = await lockFolder(dataFolder);
      teardown.add('the lock of the data folder', () => lock.release());
      const { namespace } = configured;
      const environment = process.env;
      const common = { folder: dataFolder, namespace, environment, log, onRestart, signal };
      const embedded = await startEmbedded(common);
      teardown.add('the embedded Temporal', () => embedded.stop());
      address = embedded.address;
    }
    const target = { ...configured, address };
    const { connectTemporal } = await import('./connect.ts');
    const { dataConverterOf } = await import('./encryption/data-converter.ts');
    const { refuseUnreadable } = await import('./encryption/refuse-unreadable.ts');
    const { installRuntime } = await import('./runtime.ts');
    const { registerSearchAttributes } = await import('./register-search-attributes.ts');
    // Not before: Temporal's part of a process that never connects would keep the process from ending.
    installRuntime(log);
    const connected = await connectTemporal(target, dataConverterOf(keys, log), log, signal);
    teardown.add('the connection to Temporal', () => connected.close());
    await registerSearchAttributes(connected.connection, target, log, signal);
    await refuseUnreadable(connected, target);
    return { ...connected, target, close: () => teardown.run() };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}
