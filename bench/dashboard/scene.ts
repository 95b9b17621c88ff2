import type { Browser } from 'playwright-core';
import { bringInChromium, launchChromium } from '../../scripts/setup/chromium.ts';
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
  await bringInChromium();
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
    browser = await launchChromium();
    return { lane, browser, api, release: id, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function statusOf(api: string, id: string): Promise<string> {
  return (await fetch(`${api}/v1/releases/${id}`)).text();
}
