import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import { createMetrics } from '../../worker/metrics.ts';
import { serveMetrics } from '../../worker/metrics-server.ts';
import { openTemporal } from '../../worker/open-temporal.ts';
import { keepPrivate } from '../../worker/private-folder.ts';
import { StartError } from '../../worker/start-error.ts';
import { createTeardown } from '../../worker/teardown.ts';
import { configuredTarget } from '../../worker/temporal-target.ts';

/** What a daemon does: the work, the API, or both. */
export type Role = 'all' | 'worker' | 'api';

/** A daemon that is ready. */
export interface Daemon {
  /** What is ready where, in one line. */
  ready: string;
  /** Rejects when the daemon cannot go on; never resolves before `stop`. */
  ended: Promise<void>;
  /** Stops accepting, lets work end or hands it back, and ends an embedded Temporal last. */
  stop(): Promise<void>;
}

export interface DaemonOptions {
  settings: Settings;
  role: Role;
  log: Logger;
  /** Ends a start that still waits; what was started is ended then. */
  signal: AbortSignal;
}

const never = new Promise<void>(() => {});

/** Starts what the role needs, in order. Throws a StartError when it cannot, with what to do about it. */
export async function startDaemon({ settings, role, log, signal }: DaemonOptions): Promise<Daemon> {
  const { data: dataFolder, archive, listen } = settings;
  const { namespace, taskQueue, encryption } = settings.temporal;
  refuseAlone(role, namespace);
  if (role !== 'api') await keepToItself(settings, log);
  const metrics = createMetrics(log, { data: dataFolder, archive: archive.folder });
  const teardown = createTeardown(log);
  const stop = (): Promise<void> => teardown.run();
  try {
    const keys = encryption?.keys ?? [];
    const onRestart = (): void => metrics.temporalRestarted();
    const temporal = await openTemporal({ dataFolder, namespace, keys, log, onRestart, signal });
    teardown.add('Temporal', () => temporal.close());
    const { openFreezes } = await import('../../worker/open-freezes.ts');
    const freezes = openFreezes(settings, () => temporal.client, log);
    teardown.add('the calendars', () => freezes.close());
    let ended = never;
    if (role !== 'api') {
      const { events } = metrics;
      const { startWorker } = await import('../../worker/start.ts');
      const archiveFolder = archive.folder;
      const worker = await startWorker({
        temporal,
        taskQueue,
        dataFolder,
        archiveFolder,
        settings,
        freezes,
        events,
        log,
      });
      ended = worker.ended;
      // Until somebody looks at it, a failure must not count as one that nobody looks at.
      ended.catch(() => undefined);
      teardown.add('the workers', () => worker.stop());
    }
    signal.throwIfAborted();
    if (role === 'worker') {
      const { listen: address } = settings.metrics;
      if (address !== undefined) {
        const shown = await serveMetrics(address, metrics.registry);
        teardown.add('the metrics', () => shown.close());
      }
      const queues = `${temporal.target.address}, task queues ${taskQueue}-act and ${taskQueue}-watch`;
      return { ready: `sluice works for Temporal at ${queues} (data in ${dataFolder})`, ended, stop };
    }
    const context = { client: temporal.client, settings, freezes, log, metrics: metrics.registry };
    // Loaded only now: the workers go on with releases meanwhile.
    const { startServer } = await import('../../api/server.ts');
    const api = await startServer(context).catch((error: unknown) => {
      throw new StartError(cannotListen(listen, error), { cause: error });
    });
    teardown.add('the API', () => api.close());
    const { keepSchedules } = await import('../../api/schedules/keep.ts');
    teardown.add('the schedules', keepSchedules(context));
    const { fetchMissed } = await import('../../api/hooks/github/missed.ts');
    teardown.add('the look for events of GitHub', fetchMissed(context));
    const { tellUnmet } = await import('../../api/tell-unmet.ts');
    void tellUnmet(context);
    return { ready: `sluice is ready at ${api.address} (data in ${dataFolder}; ${api.access})`, ended, stop };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

/** What works writes files and runs commands: others of this machine are to have no part in that. */
async function keepToItself({ data, archive }: Settings, log: Logger): Promise<void> {
  await keepPrivate({ folder: data, setting: 'data', steers: true }, log);
  await keepPrivate({ folder: archive.folder, setting: 'archive.folder', steers: false }, log);
  if (process.geteuid?.() !== 0) return;
  const what = 'the daemon runs as root, and so does every command and instance of a service file';
  log.warn(`${what}: give it a user of its own`);
}

/** An embedded server belongs to one daemon, which then has to do everything. */
function refuseAlone(role: Role, namespace: string | undefined): void {
  if (role === 'all' || configuredTarget(namespace).address !== undefined) return;
  throw new StartError(
    `--role ${role} shares a Temporal with other daemons, and none is configured. Set TEMPORAL_ADDRESS (or a profile in Temporal's own file), or leave --role out.`,
  );
}

function cannotListen({ host, port }: Settings['listen'], error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The API cannot listen on ${host}:${port}: ${reason}. End what uses that address, or give this daemon another one (\`listen:\` in the settings).`;
}
