import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { stringify } from 'yaml';
import { createDaemon, type Daemon } from '../../examples/demo/rig/daemon.ts';
import { writeDefinitions } from '../../examples/demo/rig/definitions.ts';
import { traefikPlaces } from '../../examples/demo/rig/fronts.ts';
import { endLeftovers, markOf } from '../../examples/demo/rig/leftovers.ts';
import type { Change } from './lane.ts';
import { makeTemporalRig, type TemporalRig } from './temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { startTraefik, type TraefikRig } from './traefik.ts';

/** Two daemons for one Traefik, one Temporal that neither of them owns, and one data folder. */
export interface TwoDaemons {
  traefik: TraefikRig;
  /** Host and port of Temporal. */
  address: string;
  first: Daemon;
  /** Not started yet. */
  second: Daemon;
  records: string;
  /** Environment that marks a process as the rig's. */
  environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts all but the second daemon. Leaves nothing behind when that fails. */
export async function startTwoDaemons(change: Change): Promise<TwoDaemons> {
  const folder = await temporaryFolder('two');
  const temporary = join(folder.path, 'tmp');
  const records = join(folder.path, 'records');
  const temporal: TemporalRig = await makeTemporalRig();
  const environment = { ...process.env, ...markOf(temporary) };
  const daemons: Daemon[] = [];
  let traefik: TraefikRig | undefined;

  const daemon = (listen: string, settings: string): Daemon => {
    const made = createDaemon({
      settings,
      api: `http://${listen}`,
      logFile: `${settings}.log`,
      environment: { ...environment, TEMPORAL_ADDRESS: temporal.address },
    });
    daemons.push(made);
    return made;
  };
  const stop = async (): Promise<void> => {
    try {
      for (const each of daemons) await each.close();
      await endLeftovers(temporary);
    } finally {
      await temporal.stop();
      await traefik?.stop();
      await folder.remove();
    }
  };
  try {
    for (const path of [temporary, records]) await mkdir(path);
    await temporal.start();
    traefik = await startTraefik();
    const [one, two] = [await freeAddress(), await freeAddress()];
    const places = traefikPlaces(traefik);
    const settings = await writeDefinitions(folder.path, { listen: one, places, records, change });
    const other = join(folder.path, 'other.yaml');
    await writeFile(other, stringify({ listen: two, definitions: 'services', data: 'data' }));
    const [first, second] = [daemon(one, settings), daemon(two, other)];
    await first.start();
    return { traefik, address: temporal.address, first, second, records, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freeAddress(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}
