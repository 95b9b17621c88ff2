import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { temporaryFolder } from '../../../test/rigs/temporary-folder.ts';
import { startTraefik, type TraefikRig } from '../../../test/rigs/traefik.ts';
import { createDaemon, type Daemon } from './daemon.ts';
import { writeDefinitions, type Definitions } from './definitions.ts';
import { endLeftovers, findLeftovers, markOf } from './leftovers.ts';

/** Traefik, a daemon with its embedded Temporal, and the sample service's file, in a folder of their own. */
export interface Rig {
  folder: string;
  /** The sample service writes its records here (see `service/records.ts`). */
  records: string;
  /** The lane's data of the daemon. */
  dataFolder: string;
  /** Environment that marks a process as the rig's. */
  environment: NodeJS.ProcessEnv;
  traefik: TraefikRig;
  daemon: Daemon;
  /** Ends all of it, however it stands, and removes the folder. Throws when a process stays. */
  stop(): Promise<void>;
}

/** Starts the rig with nothing released yet. Leaves nothing behind when that fails. */
export async function startRig(change: Definitions['change'] = []): Promise<Rig> {
  const folder = await temporaryFolder('demo');
  const temporary = join(folder.path, 'tmp');
  const records = join(folder.path, 'records');
  const environment = { ...process.env, ...markOf(temporary) };
  let traefik: TraefikRig | undefined;
  let daemon: Daemon | undefined;

  const stop = async (): Promise<void> => {
    await daemon?.close();
    await endLeftovers(temporary);
    await traefik?.stop();
    const left = await findLeftovers(temporary);
    await folder.remove();
    if (left.length > 0) {
      throw new Error(`Processes are left: ${left.map(({ pid }) => pid).join(', ')}. End them by hand.`);
    }
  };

  try {
    for (const path of [temporary, records]) await mkdir(path);
    traefik = await startTraefik();
    const listen = `127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
    const { watched, metrics } = traefik;
    const settings = await writeDefinitions(folder.path, { listen, watched, metrics, records, change });
    const logFile = join(folder.path, 'daemon.log');
    daemon = createDaemon({ settings, api: `http://${listen}`, logFile, environment });
    await daemon.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder: folder.path,
    records,
    dataFolder: join(folder.path, 'data'),
    environment,
    traefik,
    daemon,
    stop,
  };
}
