import type { Logger } from 'pino';

/** Aborts on the first SIGTERM or SIGINT; a second one ends the process at once with status 1. */
export function onStopSignals(stopping: AbortController, log: Logger): void {
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) {
        log.warn(`${name} again: ending at once; a release goes on where it was when a daemon is back`);
        process.exit(1);
      }
      log.info(`${name}: stopping in order; the same again ends at once`);
      stopping.abort(new Error(`stopped by ${name}`));
    });
  }
}
