import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { renderDynamicFile } from '../../providers/routers/traefik/dynamic-file.ts';
import { endProcess } from '../rigs/end-process.ts';
import { makeTraefikRouterRig, type TraefikRouterRig } from '../rigs/traefik-router.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;
const writer = fileURLToPath(new URL('../rigs/stand-ins/stopped-writer.ts', import.meta.url));
let rig: TraefikRouterRig;

beforeAll(async () => {
  rig = await makeTraefikRouterRig();
  return () => rig.stop();
});

const targets = () => ({ blue: [rig.backends.blue.url], green: [rig.backends.green.url] });
const inEffect = (green: number) =>
  until(`green to be at ${green}`, async () => {
    const reading = await rig.router.read(signal);
    return reading.inEffect && reading.split?.green === green;
  });

test.each(['begun', 'prepared', 'cleared', 'compared'])(
  'a process stopped at "%s" and woken after a later write changes nothing',
  async (stage) => {
    await rig.clear();
    const fence = { lane: rig.lane, release: 7, act: 2 };
    const late = { split: { blue: 5000, green: 5000 }, targets: targets() };
    await rig.router.write({ ...late, split: { blue: 10_000, green: 0 } }, { ...fence, act: 1 }, signal);
    const write = {
      file: rig.config.file,
      temporaryFolder: rig.config.temporaryFolder,
      fence,
      content: renderDynamicFile(rig.config, late, fence),
    };
    const child = spawn(process.execPath, [writer, stage, JSON.stringify(write)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const output = text(child.stdout);
      await until('the writer to be stopped', async () => (await stateOf(child.pid)) === 'T');

      const undo = { ...late, split: { blue: 10_000, green: 0 } };
      expect(await rig.router.write(undo, { ...fence, act: 3 }, signal)).toEqual({ kind: 'written' });
      const { digest } = await rig.router.read(signal);

      child.kill('SIGCONT');
      await once(child, 'exit');
      expect(JSON.parse(await output)).toEqual({ kind: 'fenced', by: { ...fence, act: 3 } });
      expect((await rig.router.read(signal)).digest).toBe(digest);
      await inEffect(0);
    } finally {
      await endProcess(child);
    }
  },
);

test('a malformed file of another lane is told by a write that does not take effect', async () => {
  await rig.clear();
  const fence = { lane: rig.lane, release: 8, act: 1 };
  await rig.router.write({ split: { blue: 10_000, green: 0 }, targets: targets() }, fence, signal);
  await inEffect(0);
  const broken = join(rig.traefik.watched, 'broken.yaml');
  await writeFile(broken, 'http: [');
  const wanted = { split: { blue: 5000, green: 5000 }, targets: targets() };
  // Traefik reads the folder as a whole, so the write is stored while the old split stays in effect.
  expect(await rig.router.write(wanted, { ...fence, act: 2 }, signal)).toEqual({ kind: 'written' });
  const log = await until('Traefik to refuse the folder', async () => {
    const lines = await rig.traefik.log();
    return lines.includes('broken.yaml') && lines;
  });
  expect(log).toMatch(/broken\.yaml/);
  expect(await rig.router.read(signal)).toMatchObject({ split: wanted.split, inEffect: false });

  await writeFile(broken, '');
  await inEffect(5000);
});

test('what a person changed by hand is read as it is, with our stamp still on it', async () => {
  await rig.clear();
  const fence = { lane: rig.lane, release: 9, act: 1 };
  await rig.router.write({ split: { blue: 10_000, green: 0 }, targets: targets() }, fence, signal);
  const before = await rig.router.read(signal);
  const content = await readFile(rig.config.file, 'utf8');
  await rig.put(content.replace('weight: 10000', 'weight: 1').replace('weight: 0', 'weight: 1'));
  await inEffect(5000);
  const after = await rig.router.read(signal);
  expect(after).toMatchObject({ stamp: fence, foreign: false });
  expect(after.digest).not.toBe(before.digest);

  await rig.put(content.replace('http:', 'http: ['));
  expect(await rig.router.read(signal)).toMatchObject({ stamp: fence, split: null, inEffect: false });
  expect((await rig.router.read(signal)).unreadable).toMatch(/not valid YAML/);
  const repaired = { split: { blue: 10_000, green: 0 }, targets: targets() };
  expect(await rig.router.write(repaired, fence, signal)).toEqual({ kind: 'written' });
  await inEffect(0);
});

/** The state letter of a process, `T` when it is stopped. */
async function stateOf(pid: number | undefined): Promise<string | undefined> {
  const child = spawn('ps', ['-o', 'stat=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  return (await text(child.stdout)).trim()[0];
}
