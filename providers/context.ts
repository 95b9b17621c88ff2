import type { Logger } from 'pino';

/** What every provider is made with, once, at the edge of the process. */
export interface ProviderContext {
  /** Absolute folder for what providers keep on this machine. */
  dataFolder: string;
  /** Environment from which `${env:NAME}` is resolved. */
  environment: Record<string, string | undefined>;
  log: Logger;
}
