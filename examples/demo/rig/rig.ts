import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../test/rigs/free-port.ts';
import { temporaryFolder } from '../../../test/rigs/temporary-folder.ts';
import type { TraefikRig } from '../../../test/rigs/traefik.ts';
import { createDaemon, type Daemon } from './daemon.ts';
import { writeDefinitions, type Change } from './definitions.ts';
import { endLeftovers, findLeftovers, markOf } from './leftovers.ts';
import { startTraefikFront } from './fronts.ts';
import type { Parts } from './parts.ts';

/** A daemon with its embedded Temporal, and the sample service's file, in a folder of their own, on some parts. */
export interface RigOn<P extends Parts> {
  parts: P;
  folder: string;
  /** The settings file of the daemon. */
  settings: string;
  /** The sample service writes its records here (see `service/records.ts`). */
  records: string;
  /** The lane's data of the daemon. */
  dataFolder: string;
  /** Environment that marks a process as the rig's. */
  environment: NodeJS.ProcessEnv;
  daemon: Daemon;
  /** Ends all of it, however it stands, and removes the folder. Throws when a process stays. */
  stop(): Promise<void>;
}

/** The rig on Traefik, whose own page is the metric source. */
export interface Rig extends RigOn<Parts> {
  traefik: TraefikRig;
}

/** Starts the rig on Traefik with nothing released yet. Leaves nothing behind when that fails. */
export async function startRig(change: Change = [], settings: object = {}): Promise<Rig> {
  const start = async () => ({ ...(await startTraefikFront()), example: 'services/sample.yaml' });
  const rig = await startRigOn(start, change, settings);
  return { ...rig, traefik: rig.parts.traefik };
}

/** Starts the parts and the rig on them with nothing released yet. Leaves nothing behind when that fails. */
export async function startRigOn<P extends Parts>(
  startParts: () => Promise<P>,
  change: Change = [],
  more: object = {},
): Promise<RigOn<P>> {
  const folder = await temporaryFolder('demo');
  const temporary = join(folder.path, 'tmp');
  const records = join(folder.path, 'records');
  const environment = { ...process.env, ...markOf(temporary) };
  let parts: P | undefined;
  let daemon: Daemon | undefined;

  const stop = async (): Promise<void> => {
    await daemon?.close();
    await endLeftovers(temporary);
    await parts?.stop();
    const left = await findLeftovers(temporary);
    await folder.remove();
    if (left.length > 0) {
      throw new Error(`Processes are left: ${left.map(({ pid }) => pid).join(', ')}. End them by hand.`);
    }
  };

  try {
    for (const path of [temporary, records]) await mkdir(path);
    parts = await startParts();
    const { places, example } = parts;
    const listen = `127.0.0.1:${await freePort()}`;
    const definitions = { listen, records, example, places, change, settings: more };
    const settings = await writeDefinitions(folder.path, definitions);
    const logFile = join(folder.path, 'daemon.log');
    daemon = createDaemon({ settings, api: `http://${listen}`, logFile, environment });
    await daemon.start();
    const dataFolder = join(folder.path, 'data');
    return { parts, folder: folder.path, settings, records, dataFolder, environment, daemon, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
