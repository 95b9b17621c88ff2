import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { toolsFolder } from '../../scripts/setup/layout.mjs';
import { bringInTestPrograms } from '../../scripts/setup/test-programs.mjs';
import { startLane, type Lane } from '../../test/rigs/lane.ts';
import { until } from '../../test/rigs/until.ts';

/** A release that bakes for hours under load, on a real daemon, and a browser to look at it. */
export interface Scene {
  lane: Lane;
  browser: Browser;
  /** Base URL of the daemon. */
  api: string;
  /** The release that bakes. */
  release: string;
  stop(): Promise<void>;
}

/** Requests a second. */
export const RATE = 40;

/** Starts all of it. Leaves nothing behind when that fails. */
export async function openScene(): Promise<Scene> {
  const [missing] = await bringInTestPrograms(['chromium']);
  if (missing !== undefined) throw new Error(`There is no browser: ${missing.reason}`);
  const bake = { bake: { until: 'elapsed', max: '12h' } };
  const lane = await startLane([[['steps'], ['deploy', { shift: '20%' }, bake, 'cutover', 'retire']]]);
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    await lane.stop();
  };
  try {
    await lane.load(RATE);
    const { id } = await lane.release('v2');
    const { api } = lane.rig.daemon;
    await until('the bake', async () => (await statusOf(api, id)).includes('"kind":"bake","label"'), 60_000);
    // Root, which containers run as, gets no sandbox of Chromium's.
    const args = ['--no-sandbox', '--disable-dev-shm-usage'];
    browser = await chromium.launch({ executablePath: join(toolsFolder, 'bin', 'chromium'), args });
    return { lane, browser, api, release: id, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function statusOf(api: string, id: string): Promise<string> {
  return (await fetch(`${api}/v1/releases/${id}`)).text();
}
