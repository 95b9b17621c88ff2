import { flushCompileCache } from 'node:module';
import { pino } from 'pino';
import type { Settings } from '../../config/settings.ts';
import { StartError } from '../../worker/start-error.ts';
import { startDaemon, type Daemon, type Role } from './daemon.ts';
import { onStopSignals } from './stop-signals.ts';

/**
 * Runs the daemon until SIGTERM or SIGINT, then ends the process with 0; a second signal ends it at once with 1.
 * Answers only when the daemon cannot start or cannot go on: with why, after everything was ended. The log goes to
 * stderr as JSON lines; stdout gets one line, when the daemon is ready.
 */
export async function serve({ settings, role }: { settings: Settings; role: Role }): Promise<string> {
  const log = pino({ level: settings.log.level }, pino.destination({ fd: 2, sync: true }));
  endOnStrayErrors((error) => log.fatal({ err: error }, 'an error that nothing caught: the daemon ends'));
  const stopping = new AbortController();
  onStopSignals(stopping, log);
  let daemon: Daemon | undefined;
  try {
    daemon = await startDaemon({ settings, role, log, signal: stopping.signal });
    process.stdout.write(`${daemon.ready}\n`);
    // One that is killed would never write it, and its successor is in a hurry.
    flushCompileCache();
    await Promise.race([daemon.ended, aborted(stopping.signal)]);
  } catch (error) {
    if (!stopping.signal.aborted) {
      await daemon?.stop();
      return reasonOf(error);
    }
  }
  await daemon?.stop();
  log.info('stopped in order');
  // Connections that Temporal's clients keep for a while would hold the process.
  process.exit(0);
}

function reasonOf(error: unknown): string {
  if (error instanceof StartError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `the daemon cannot go on, and no release is lost by that; start it again, and report this: ${text}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** After such an error nothing is known of the process's state; the next start finds everything in Temporal. */
function endOnStrayErrors(tell: (error: unknown) => void): void {
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      tell(error);
      process.exit(2);
    });
  }
}
