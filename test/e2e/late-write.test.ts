/** A daemon is stopped between the read and the write of a shift, another reverts the release, and the first wakes up. */
import { existsSync, readFileSync, statSync, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import { stillRunning } from '../../examples/demo/instances.ts';
import { startLoad, type Load } from '../../examples/demo/load/start-load.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { parseDynamicFile } from '../../providers/routers/traefik/dynamic-file.ts';
import { readAllSpawns, readStarted } from '../kill/own-counts.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { followRelease, startRelease, type FollowedRelease } from '../rigs/followed-release.ts';
import type { Change } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { countedByTraefik, dropsOf, faultsOf } from '../rigs/outside.ts';
import { processState } from '../rigs/process-state.ts';
import { startTwoDaemons, type TwoDaemons } from '../rigs/two-daemons.ts';
import { until } from '../rigs/until.ts';

/** Many shifts, since each is one chance to meet the daemon in the middle of a write. */
const shifts = Array.from({ length: 18 }, (_, i) => ({ shift: `${5 * (i + 1)}%` }));
const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [['steps'], ['deploy', ...shifts, { bake: { for: '1m' } }, 'cutover', 'retire']],
];

let rig: TwoDaemons;
let load: Load;
let files: FileWatch;
let file: string;
let followed: FollowedRelease[] = [];

madeAnew({ start, stop });

async function start(): Promise<void> {
  followed = [];
  rig = await startTwoDaemons(definition);
  await follow(await startRelease(rig.first.api, 'v1')).ends();
  file = join(rig.traefik.watched, 'sample.yaml');
  files = watchFile(file, 'sample.demo');
  load = await startLoad({
    url: `${rig.traefik.entry}/`,
    rate: 100,
    slowerThan: 1000,
    environment: rig.environment,
  });
}

async function stop(): Promise<void> {
  files?.close();
  await Promise.all([...followed, load].map(async (each) => each?.stop()));
  await rig?.stop();
}

test('its write does not land', { timeout: 170_000 }, async () => {
  const from = Date.now();
  const release = follow(await startRelease(rig.first.api, 'v2'));
  const late = await stopInWrite(rig.first.pid(), release);
  expect(readStamp().act).toBe(late - 1);

  await rig.second.start();
  const client = createClient(rig.second.api, 'bob');
  await client.abort(release.id, 'the first daemon hangs');
  const second = follow(followRelease(rig.second.api, release.id));
  const { candidate, outcome, cause } = await second.ends(90_000);
  expect({ outcome, cause }).toEqual({ outcome: 'reverted', cause: 'abort' });
  expect(await processState(rig.first.pid())).toBe('T');
  expect(readStamp().act).toBeGreaterThan(late);
  const [before, counted] = [whatStands(), await countedByTraefik(rig.traefik.metrics)];
  const end = Date.now();

  process.kill(rig.first.pid(), 'SIGCONT');
  await until('the write to be given up', writeIsGivenUp);
  expect(whatStands()).toEqual(before);
  expect(parseDynamicFile(before.text, 'sample.demo').split?.[candidate.slot]).toBe(0);
  expect(await readdir(temporaryFolder())).toEqual([]);

  await until('100 requests after it woke up', async () => {
    const now = await countedByTraefik(rig.traefik.metrics);
    expect(now[candidate.slot]).toBe(counted[candidate.slot]);
    return now.blue + now.green >= counted.blue + counted.green + 100;
  });
  expect(whatStands()).toEqual(before);
  const starts = (await readStarted(rig.records)).filter(({ version }) => version === 'v2');
  expect(starts.filter(({ window }) => window >= end)).toEqual([]);
  const tokens = (await readAllSpawns(rig.records)).filter(({ version }) => version === 'v2');
  expect(await stillRunning(tokens.map(({ token }) => token))).toEqual([]);
  const to = Date.now();
  expect(await faultsOf(rig, files, candidate, { from, to })).toEqual([]);
  expect(await dropsOf(load, from, to)).toEqual({});
});

/**
 * Stops the daemon while the temporary file of a shift is there and not yet in place, and answers with the act.
 * A stop that came too late is taken back and counts for nothing: the next shift is the next try.
 */
async function stopInWrite(pid: number, release: FollowedRelease): Promise<number> {
  let stopped: string | undefined;
  const watcher = watch(temporaryFolder(), (_kind, name) => {
    if (stopped !== undefined || name === null || !/^sample\.demo\.2\.\d+\./.test(name)) return;
    process.kill(pid, 'SIGSTOP');
    stopped = name;
  });
  try {
    for (;;) {
      const name = await until(
        `a write of ${release.id} to be met; there were shifts ${files.seen.map(({ split }) => split?.green).join(', ')}`,
        () => stopped,
        30_000,
      );
      await until('the daemon to be stopped', async () => (await processState(pid)) === 'T');
      const act = Number(name.split('.')[3]);
      if (existsSync(join(temporaryFolder(), name)) && readStamp().act < act) return act;
      stopped = undefined;
      process.kill(pid, 'SIGCONT');
    }
  } finally {
    watcher.close();
  }
}

/** Whether an attempt to write has ended in the first daemon without a write. */
async function writeIsGivenUp(): Promise<boolean> {
  const { samples } = await readMetricsPage(`${rig.first.api}/metrics`, AbortSignal.timeout(5000));
  return samples.some(
    ({ name, labels, value }) =>
      value > 0 &&
      ((name === 'sluice_traffic_writes_total' && labels['outcome'] === 'fenced') ||
        (name === 'sluice_activity_attempts_total' &&
          labels['activity'] === 'write' &&
          labels['outcome'] !== 'completed')),
  );
}

/** The file's text and the identity of its entry, which every rename changes. */
function whatStands() {
  const { ino, ctimeMs } = statSync(file);
  return { text: readFileSync(file, 'utf8'), ino, ctimeMs };
}

function readStamp() {
  const { stamp } = parseDynamicFile(readFileSync(file, 'utf8'), 'sample.demo');
  return stamp?.release === 2 ? stamp : { release: 2, act: 0 };
}

function temporaryFolder(): string {
  return join(dirname(rig.traefik.watched), '.sluice-tmp');
}

function follow(release: FollowedRelease): FollowedRelease {
  followed.push(release);
  return release;
}
