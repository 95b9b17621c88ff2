/**
 * A daemon with nothing but the lock and the embedded Temporal: `node embedded-daemon.ts FOLDER`. It prints
 * `ready ADDRESS` when the server serves and stops it on SIGTERM. SIGKILL leaves the server behind.
 */
import { pino } from 'pino';
import { startEmbedded } from '../../../worker/embedded.ts';
import { lockFolder } from '../../../worker/folder-lock.ts';

const folder = process.argv[2] ?? '';
const stopping = new AbortController();
try {
  const lock = await lockFolder(folder);
  const temporal = await startEmbedded({
    folder,
    namespace: 'default',
    environment: process.env,
    log: pino(),
    onRestart: () => undefined,
    signal: stopping.signal,
  });
  process.once('SIGTERM', () => {
    void temporal
      .stop()
      .then(() => lock.release())
      .then(() => process.exit(0));
  });
  console.log(`ready ${temporal.address}`);
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
