import { join } from 'node:path';
import type { Daemon } from '../../examples/demo/rig/daemon.ts';
import { startTraefikFront } from '../../examples/demo/rig/fronts.ts';
import { startRigOn } from '../../examples/demo/rig/rig.ts';
import { startLoad } from '../../examples/demo/load/start-load.ts';
import { watchFile, type FileWatch } from '../../test/kill/written-files.ts';
import { startRelease } from '../../test/rigs/followed-release.ts';
import type { Change } from '../../test/rigs/lane.ts';
import type { TraefikRig } from '../../test/rigs/traefik.ts';
import { startTwoDaemons } from '../../test/rigs/two-daemons.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { openAttempts, type Attempts } from './attempts.ts';
import { openDoor, type Door } from './door.ts';

/** The lane `sample.demo` with `v1` live and a load, and everything that looks at it. */
export interface Scene {
  /** Each works and answers the API. */
  daemons: readonly Daemon[];
  /** Through which the daemons read Traefik's API and counts. */
  door: Door;
  file: FileWatch;
  records: string;
  attempts: Attempts;
  /** Process id of the embedded Temporal. */
  temporal?: () => Promise<number | undefined>;
  stop(): Promise<void>;
}

/** What a scene is made of. */
interface Parts extends Pick<Scene, 'daemons' | 'records' | 'temporal'> {
  traefik: TraefikRig;
  environment: NodeJS.ProcessEnv;
  /** Host and port of Temporal. */
  address: string;
  stop(): Promise<void>;
}

/** Requests a second. */
const RATE = 100;

/** One daemon with its embedded Temporal. Leaves nothing behind when it does not start. */
export async function startAlone(change: Change): Promise<Scene> {
  return setScene(async (door) => {
    const rig = await startRigOn(startParts, [...change, throughDoor(door)]);
    const { daemon, records, environment } = rig;
    const { traefik } = rig.parts;
    const stop = async (): Promise<void> => rig.stop();
    const record = async () => readRecord(join(rig.dataFolder, 'temporal.json'));
    const address = `127.0.0.1:${(await record())?.port}`;
    const temporal = async (): Promise<number | undefined> => (await record())?.process?.pid;
    return { daemons: [daemon], traefik, records, environment, address, temporal, stop };
  });
}

/** Two daemons on a Temporal that neither of them owns. Leaves nothing behind when they do not start. */
export async function startTwo(change: Change): Promise<Scene> {
  return setScene(async (door) => {
    const { first, second, ...rest } = await startTwoDaemons([...change, throughDoor(door)]);
    try {
      await second.start();
    } catch (error) {
      await rest.stop();
      throw error;
    }
    return { ...rest, daemons: [first, second] };
  });
}

function throughDoor({ url }: Door): Change[number] {
  return [['router', 'traefik', 'metrics'], `${url}/metrics`];
}

async function startParts() {
  return { ...(await startTraefikFront()), example: 'services/sample.yaml' };
}

async function setScene(start: (door: Door) => Promise<Parts>): Promise<Scene> {
  const door = await openDoor();
  const ends: (() => Promise<void> | void)[] = [async () => door.close()];
  const stop = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const parts = await start(door);
    const { traefik, daemons, records, environment, address, temporal } = parts;
    ends.push(async () => parts.stop());
    door.leadTo(traefik.api);
    const attempts = await openAttempts(address);
    ends.push(async () => attempts.close());
    const first = await startRelease(daemons[0]?.api ?? '', 'v1');
    await first.ends();
    await first.stop();
    const load = await startLoad({ url: `${traefik.entry}/`, rate: RATE, slowerThan: 1000, environment });
    ends.push(async () => load.stop());
    const file = watchFile(join(traefik.watched, 'sample.yaml'), 'sample.demo');
    ends.push(() => file.close());
    return { daemons, door, file, records, attempts, ...(temporal === undefined ? {} : { temporal }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
