import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createClient, type ApiClient } from '../../api/client.ts';
import { startLane, type Change, type Lane } from '../../test/rigs/lane.ts';
import { LOOKS } from './looks.ts';
import { pages, type Pages } from './pages.ts';
import { take, type Shot, type Studio } from './take.ts';

/** Requests a second. */
const RATE = 150;
/** For how long a release may take to end, in milliseconds: nothing is measured here. */
const PATIENCE = 600_000;

/** Every page, looked at in every way, and `index.html` with all of them. Plays the releases for it on real parts. */
export async function takeSheet(browser: Browser, folder: string): Promise<void> {
  const lane = await startLane(stepsWith('10%', { until: 'safe', min: '4s', max: '10m' }));
  try {
    await lane.load(RATE);
    await shoot({ browser, api: lane.rig.daemon.api, folder }, lane);
  } finally {
    await lane.stop();
  }
  await writeFile(join(folder, 'index.html'), index());
}

async function shoot(studio: Studio, lane: Lane): Promise<void> {
  const client = createClient(studio.api, 'screenshots');
  for (const version of ['v2', 'v3-bad']) await (await lane.release(version)).ends(PATIENCE);
  await plan(client);
  await takeAll(studio, pages.atRest, '');

  await lane.define(stepsWith('10%', { until: 'elapsed', max: '2h' }));
  const running = await lane.release('v4');
  await takeAll(studio, pages.running, running.id);
  await client.abort(running.id, 'the pictures are taken');
  await running.ends(PATIENCE);

  // It cannot be told to be safe in time, so that it asks what is to become of it.
  await lane.define([
    ...stepsWith('5%', { until: 'safe', max: '6s' }),
    [['metrics', 'errors', 'safeMargin'], 1.5],
  ]);
  const held = await lane.release('v5');
  await takeAll(studio, pages.held, held.id);
}

function stepsWith(shift: string, bake: object): Change {
  return [
    [
      ['steps'],
      [
        'deploy',
        { smoke: { get: '/health', expect: 200 } },
        { shift },
        { bake },
        'cutover',
        { keep: '3s' },
        'retire',
      ],
    ],
  ];
}

async function takeAll(studio: Studio, shots: Pages[keyof Pages], live: string): Promise<void> {
  for (const shot of shots) {
    const looked = LOOKS.map(({ name, looks }): Shot => ({ ...shot, name: `${shot.name}-${name}`, looks }));
    await Promise.all(looked.map(async (each) => take(studio, { whole: true, ...each }, live)));
  }
}

/** What a calendar has to show: a freeze of a lane that is not released here, and runs of a schedule. */
async function plan(client: ApiClient): Promise<void> {
  await client.freeze({ lanes: ['shop@*'], reason: 'Black Friday', for: '50h', owner: 'olga' });
  const nightly = { cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin', version: 'v7' };
  await client.createSchedule({ lane: 'sample.demo', name: 'nightly', schedule: nightly });
}

function index(): string {
  const names = Object.values(pages).flatMap((shots) => shots.map(({ name }) => name));
  const pictures = names.map((name) => {
    const each = LOOKS.map(({ name: look }) => {
      const file = `${name}-${look}.png`;
      return `<a href="${file}"><img src="${file}" alt="${name}, ${look}" loading="lazy"></a>`;
    });
    return `<h2>${name}</h2>\n<p>${each.join('\n')}</p>`;
  });
  const style = 'body { font: 14px sans-serif; background: #888 } img { height: 420px; vertical-align: top }';
  return `<!doctype html>\n<html lang="en">\n<title>Every page</title>\n<style>${style}</style>\n${pictures.join('\n')}\n</html>\n`;
}
