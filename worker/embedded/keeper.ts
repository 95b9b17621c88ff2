import { stat, truncate } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { findLiving } from '../living.ts';
import { logTail } from './launch.ts';
import { findTemporal } from './program.ts';
import { startServer, type EmbeddedServer } from './server.ts';

/** Keeps a server running until it is stopped. */
export interface Keeper {
  /** Ends the keeping, not the server. */
  stop(): Promise<void>;
}

export interface KeeperOptions {
  log: Logger;
  /** Where the Temporal CLI is looked for. */
  environment: NodeJS.ProcessEnv;
  /** Called each time a server that died was started again. */
  onRestart: () => void;
}

const second = 1000;
const LOOK_EVERY = 250;
const LONGEST_WAIT = 30 * second;
/** A server that ran this long has recovered: its next death begins the waits anew. */
const RECOVERED = 60 * second;
const LARGEST_LOG = 16 * 1024 * 1024;

/**
 * Looks four times a second whether the server lives, and starts a dead one again on the same port: at once, then
 * after waits that double from 1 s to 30 s. A crash of the daemon ends this, never the server.
 */
export function keepRunning(server: EmbeddedServer, options: KeeperOptions): Keeper {
  const stopping = new AbortController();
  const running = keepUntil(stopping.signal, server, options);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepUntil(
  signal: AbortSignal,
  first: EmbeddedServer,
  { log, environment, onRestart }: KeeperOptions,
): Promise<void> {
  let server = first;
  let wait = 0;
  while (!signal.aborted) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (await findLiving(server.process)) {
      if (Date.now() - server.startedAt > RECOVERED) wait = 0;
      await boundLog(server.layout.log);
      continue;
    }
    const { pid } = server.process;
    log.error(
      { server: pid, said: await logTail(server.layout) },
      `the embedded Temporal ended: starting it again in ${wait / second} s`,
    );
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(LONGEST_WAIT, Math.max(second, wait * 2));
    if (signal.aborted) return;
    try {
      const program = await findTemporal(environment);
      server = await startServer({ ...server, program, wroteIt: server.serverVersion, signal });
      onRestart();
      log.info(
        { server: server.process.pid, address: server.address },
        'the embedded Temporal is running again',
      );
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'the embedded Temporal did not start again');
    }
  }
}

/** The server appends, so its log can be emptied under it. */
async function boundLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await truncate(file);
}
