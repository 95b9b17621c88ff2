/** A bad version on real parts and under load, watched in a browser from its start to its end, without a reload. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectUsable, useBrowser } from '../rigs/browser.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

/** Requests a second: so few that a bad version takes half a minute to be found, and so many that it takes seconds. */
const FEW = 20;
const MANY = 200;

const one: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
];

describeWith('chromium', () => {
  const open = useBrowser();
  let lane: Lane;

  madeAnew({ start, stop: async () => lane?.stop() });

  async function start(): Promise<void> {
    lane = await startLane([...one, [['steps'], ['deploy', 'cutover', 'retire']]]);
    await lane.load(FEW);
    const { folder: directory } = lane.rig;
    await writeFile(join(directory, 'wait.sh'), 'while [ -e "closed-$1" ]; do sleep 0.1; done\n');
    // Begin and end of the release wait until the browser has seen them, however busy the machine is.
    const waiting = { run: { command: 'sh ./wait.sh begin', undo: 'sh ./wait.sh back', directory } };
    const bake = { bake: { until: 'safe', max: '10m' } };
    await lane.define([...one, [['steps'], [waiting, 'deploy', { shift: '5%' }, bake, 'cutover', 'retire']]]);
  }

  const gate = (name: string): string => join(lane.rig.folder, `closed-${name}`);

  /** Opens a page, and leaves something in it that no other load of it would have. */
  async function openOnce(url: string): Promise<Page> {
    const page = await open(url);
    await page.evaluate('window.loadedOnce = true');
    return page;
  }

  /** The newest evidence of harm, of 100. */
  async function harmIn(page: Page): Promise<number> {
    const gauge = page.locator('.gauge', { hasText: 'Harm' }).locator('.gauge-text');
    return Number.parseInt(await gauge.innerText(), 10);
  }

  test('its steps, its weight, the harm as it grows, the verdict and the way back are seen as they come', async () => {
    const { api } = lane.rig.daemon;
    for (const name of ['begin', 'back']) await writeFile(gate(name), '');
    const lanes = await openOnce(`${api}/ui/`);
    const row = lanes.locator('li.lane', { hasText: 'sample@demo' });
    await row.locator('.lane-live', { hasText: 'v1' }).waitFor();
    const { id } = await lane.release('v2-bad');
    const page = await openOnce(`${api}/ui/releases/${id}`);
    const word = async (text: string) =>
      Promise.all([
        page.locator('.release-title .state', { hasText: text }).waitFor(),
        row.locator('.state', { hasText: text === 'reverted' ? 'idle' : text }).waitFor(),
      ]);
    const runs = async (step: string) =>
      page.locator('.step-running .step-label', { hasText: step }).waitFor();
    const asked = async (weight: string) =>
      page.locator('.split-now dd', { hasText: weight }).first().waitFor();
    try {
      await runs('run sh ./wait.sh begin');
      await word('running');
      await page.getByText('None yet: the candidate has no traffic.').waitFor();

      await rm(gate('begin'));
      await runs('bake until safe');
      await asked('5 %');
      await row.locator('.lane-weight', { hasText: '5 %' }).waitFor();
      const few = await harmIn(page);
      expect(few).toBeLessThan(100);
      const many = await lane.load(MANY);
      await page.locator('.metric .state', { hasText: 'harm' }).waitFor();
      expect(await harmIn(page)).toBeGreaterThanOrEqual(100);

      await word('undoing');
      await asked('0 %');
      await many.stop();
    } finally {
      for (const name of ['begin', 'back']) await rm(gate(name), { force: true });
    }
    await word('reverted');
    const sentence = (await page.locator('.decision-sentence').innerText()).replaceAll('\u00a0', ' ');
    expect(sentence).toMatch(/^Failed: errors is worse than 1\.25 times the stable side.*v1 serves all/);
    await until('the title', async () => (await page.title()).startsWith(`reverted: ${id}`));
    await page.locator('.step-failed .step-label', { hasText: 'bake until safe' }).waitFor();
    await row.getByRole('link', { name: 'v2-bad reverted' }).waitFor();
    for (const seen of [page, lanes]) {
      expect(await seen.evaluate('window.loadedOnce')).toBe(true);
      await expectUsable(seen);
      await seen.context().close();
    }
  });
});
