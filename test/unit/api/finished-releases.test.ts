import { mkdir, writeFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexFile } from '../../../activities/archive/layout.ts';
import { addFinishedReleases } from '../../../api/fleet/finished-releases.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;
let registry: Registry;
let archive: string;

beforeEach(async () => {
  folder = await temporaryFolder('finished');
  registry = new Registry();
  const settings = defaultSettings(folder.path);
  archive = settings.archive.folder;
  addFinishedReleases({
    client: new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) }),
    settings,
    freezes: freezeBook(),
    log: fastify().log,
    metrics: registry,
  });
});

afterEach(async () => {
  await folder.remove();
});

test('every way to end is there from the beginning, so that the first one is a rise', async () => {
  expect(await shown()).toEqual([
    '{outcome="completed",cause=""} 0',
    '{outcome="reverted",cause="verdict"} 0',
    '{outcome="reverted",cause="abort"} 0',
    '{outcome="reverted",cause="superseded"} 0',
    '{outcome="reverted",cause="deadline"} 0',
    '{outcome="reverted",cause="recovery"} 0',
    '{outcome="refused",cause=""} 0',
    '{outcome="left",cause=""} 0',
  ]);
});

test('a release is counted once, however often it is scraped', async () => {
  await mkdir(archive, { recursive: true });
  const lines = [ended(1, 'completed'), ended(2, 'reverted', 'verdict'), ended(3, 'completed')];
  await writeFile(indexFile(archive), `\n${lines.join('\n')}\n`);
  await shown();
  const counted = (await shown()).filter((line) => !line.endsWith(' 0'));
  expect(counted).toEqual(['{outcome="completed",cause=""} 2', '{outcome="reverted",cause="verdict"} 1']);
});

test('an archive that cannot be read shows nothing, which is not 0', async () => {
  await mkdir(indexFile(archive), { recursive: true });
  expect(await shown()).toEqual([]);
});

function ended(number: number, outcome: string, cause?: string): string {
  const of = { id: `shop.test.${number}`, lane: 'shop.test', number, version: `v${number}` };
  const when = { startedAt: number, finishedAt: number + 1 };
  return JSON.stringify({ ...of, ...when, outcome, cause, sentence: 'it ended', actor: 'ann' });
}

async function shown(): Promise<string[]> {
  const name = 'sluice_releases_finished_total';
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  return lines.map((line) => line.slice(name.length));
}
