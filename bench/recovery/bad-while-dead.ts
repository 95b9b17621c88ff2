import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readStarted } from '../../test/kill/own-counts.ts';
import { startRelease } from '../../test/rigs/followed-release.ts';
import { daemonOf, dieAndRestart, type Death } from './death.ts';
import { settled } from './deaths.ts';
import type { Scene } from './scene.ts';

/** What came of a candidate that went bad while nobody watched it; milliseconds since the epoch. */
export interface Caught extends Death {
  /** When the verdict was said. */
  verdict: number;
  /** When the last request began at the candidate, by its own counts. */
  last: number;
  /** When the release said that none was seen any more. */
  told: number;
}

/** How long the only daemon is dead, in milliseconds. */
const DEAD = 5000;
/** Share of the candidate's requests that fail then. */
const SHARE = '0.5';
const PATIENCE = 60_000;
/** Length of the windows in which instances count, in milliseconds. */
const WINDOW = 100;

/** Kills the only daemon in a bake, lets the candidate fail half of its requests, and starts the daemon again. */
export async function badWhileDead(scene: Scene, version: string): Promise<Caught> {
  const { daemons, records } = scene;
  const release = await startRelease(daemons[0]?.api ?? '', version);
  const incident = join(records, `incident-${version}`);
  try {
    const { worker } = await settled(scene, release.id);
    const death = await dieAndRestart(scene, daemonOf(scene, worker), { signal: 'SIGKILL' }, async () => {
      await writeFile(incident, SHARE);
      await sleep(DEAD);
    });
    const { outcome } = await release.ends(PATIENCE);
    if (outcome !== 'reverted') throw new Error(`${release.id} was not reverted but ${outcome}.`);
    const at = (kind: string): number =>
      release.events.findLast((event) => event.kind === kind)?.at ?? Number.NaN;
    const own = (await readStarted(records)).filter((each) => each.version === version);
    const last = Math.max(...own.map(({ window }) => window)) + WINDOW;
    return { ...death, verdict: at('verdict'), last, told: at('observed') };
  } finally {
    await release.stop();
    await rm(incident, { force: true });
  }
}
