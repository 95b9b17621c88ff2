import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { ApiClient } from '../../api/client.ts';
import { until } from '../../test/rigs/until.ts';
import { LOOKS } from './looks.ts';
import { pages, type Pages } from './pages.ts';
import { take, type Shot, type Studio } from './take.ts';

/** What the pictures are taken of. */
interface Stage {
  client: ApiClient;
  /** The service file of the demo. */
  definition: string;
  /** The id of a release that runs. */
  live: string;
}

/** For how long a release may take to get somewhere, in milliseconds. */
const PATIENCE = 120_000;

/** Every page, looked at in every way, and `index.html` with all of them; after the story of the demo. */
export async function takeSheet(studio: Studio, stage: Stage): Promise<void> {
  const { client, live } = stage;
  await takeAll(studio, pages.running, live);
  await until('the release to end', async () => (await client.release(live)).phase === 'finished', PATIENCE);
  const held = await hold(stage);
  await takeAll(studio, pages.held, held);
  await client.abort(held, 'the pictures are taken');
  await until(
    'the lane to be free',
    async () => (await client.lane('sample.demo')).running === null,
    PATIENCE,
  );
  await plan(client);
  await takeAll(studio, pages.atRest, live);
  await writeFile(join(studio.folder, 'index.html'), index());
}

async function takeAll(studio: Studio, shots: Pages[keyof Pages], live: string): Promise<void> {
  for (const shot of shots) {
    const looked = LOOKS.map(({ name, looks }): Shot => ({ ...shot, name: `${shot.name}-${name}`, looks }));
    await Promise.all(looked.map(async (each) => take(studio, { ...each, whole: true }, live)));
  }
}

/** A release that cannot be told to be safe in time, so that it asks what is to become of it. */
async function hold({ client, definition }: Stage): Promise<string> {
  const document = parseDocument(await readFile(definition, 'utf8'));
  const bake = { bake: { until: 'safe', max: '6s' } };
  document.setIn(['environments', 'demo', 'metrics', 'errors', 'safeMargin'], 1.5);
  document.setIn(
    ['environments', 'demo', 'steps'],
    document.createNode(['deploy', { shift: '5%' }, bake, 'cutover', 'retire']),
  );
  await writeFile(definition, document.toString());
  const { id } = await client.submit({
    service: 'sample',
    environment: 'demo',
    version: 'v6',
    reason: 'the new basket',
  });
  if (id === null) throw new Error('v6 is live already, so nothing is held that could be looked at.');
  await until('the hold', async () => (await client.release(id)).hold !== undefined, PATIENCE);
  return id;
}

/** What a calendar has to show. */
async function plan(client: ApiClient): Promise<void> {
  await client.freeze({ lanes: ['shop@*', 'sample@*'], reason: 'Black Friday', for: '50h', owner: 'olga' });
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
