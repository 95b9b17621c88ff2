import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { StartError } from './start-error.ts';

/** Which Temporal, and which namespace in it. */
export interface TemporalTarget {
  /** Host and port. */
  address: string;
  namespace: string;
  /** TLS, API key and metadata; nothing for the embedded server. */
  credentials: Pick<NativeConnectionOptions, 'tls' | 'apiKey' | 'metadata'>;
}

/**
 * What Temporal's own environment variables and profile file say. Without an address in them the server is to be
 * embedded, and `address` is undefined. A namespace of the settings comes before theirs; the default is `default`.
 * Throws a StartError when they cannot be read.
 */
export function configuredTarget(
  namespace: string | undefined,
): Omit<TemporalTarget, 'address'> & { address?: string } {
  try {
    const { connectionOptions, namespace: theirs } = loadClientConnectConfig();
    const { address, tls, apiKey, metadata } = connectionOptions;
    return {
      ...(address !== undefined && { address }),
      namespace: namespace ?? theirs ?? 'default',
      credentials: {
        ...(tls !== undefined && { tls }),
        ...(apiKey !== undefined && { apiKey }),
        ...(metadata !== undefined && { metadata }),
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new StartError(
      `Temporal's configuration cannot be read. Look at the environment variables TEMPORAL_… and at the profile file, which TEMPORAL_CONFIG_FILE names. ${reason}`,
      { cause: error },
    );
  }
}
