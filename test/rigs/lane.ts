import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoad, type Load } from '../../examples/demo/load/start-load.ts';
import { writeDefinitions, type Definitions } from '../../examples/demo/rig/definitions.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { startRig, type Rig, type RigOn } from '../../examples/demo/rig/rig.ts';
import { startRelease, type FollowedRelease } from './followed-release.ts';

/** What differs from `examples/services/sample.yaml`. */
export type Change = NonNullable<Definitions['change']>;

/** The lane `sample.demo` on some parts, with a real daemon and `v1` live. */
export interface LaneOn<P extends Parts> {
  rig: RigOn<P>;
  /** Gives later releases another service file; the settings stay. */
  define(change: Change): Promise<void>;
  release(version: string): Promise<FollowedRelease>;
  /** Starts requests at a fixed rate, a second; they end with the lane. */
  load(rate: number): Promise<Load>;
  /** Ends everything and leaves nothing behind, however it stands. */
  stop(): Promise<void>;
}

/** The lane on real Traefik. */
export interface Lane extends LaneOn<Parts> {
  rig: Rig;
  /** Path of the lane's dynamic file. */
  file: string;
  /** Its present text. */
  read(): Promise<string>;
  /** Changes it as a careful person would by hand: the text that they leave is there at once and as a whole. */
  edit(change: (text: string) => string): Promise<string>;
}

/** Starts a lane on Traefik without load, with further settings. Leaves nothing behind when that fails. */
export async function startLane(change: Change, settings: object = {}): Promise<Lane> {
  const rig = await startRig(change, settings);
  const file = join(rig.traefik.watched, 'sample.yaml');
  return {
    ...(await openLane(rig, settings)),
    rig,
    file,
    read: async () => readFile(file, 'utf8'),
    edit: async (change) => {
      const text = change(await readFile(file, 'utf8'));
      const draft = join(rig.folder, 'by-hand.yaml');
      await writeFile(draft, text);
      await rename(draft, file);
      return text;
    },
  };
}

/** Brings `v1` up on a rig that was made with these settings. It ends with the lane, and at once when that fails. */
export async function openLane<P extends Parts>(rig: RigOn<P>, settings: object = {}): Promise<LaneOn<P>> {
  const releases: FollowedRelease[] = [];
  const loads: Load[] = [];
  const { api } = rig.daemon;
  const release = async (version: string): Promise<FollowedRelease> => {
    const started = await startRelease(api, version);
    releases.push(started);
    return started;
  };
  const stop = async (): Promise<void> => {
    try {
      await Promise.all([...releases, ...loads].map(async (each) => each.stop()));
    } finally {
      await rig.stop();
    }
  };
  try {
    await (await release('v1')).ends();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    rig,
    define: async (other) => {
      const listen = new URL(api).host;
      const { records, parts } = rig;
      await writeDefinitions(rig.folder, { listen, records, places: parts.places, change: other, settings });
    },
    release,
    load: async (rate) => {
      const url = `${rig.parts.entry}/`;
      const load = await startLoad({ url, rate, slowerThan: 1000, environment: rig.environment });
      loads.push(load);
      return load;
    },
    stop,
  };
}
