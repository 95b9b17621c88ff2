import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeFolder } from '../../chaos/judge.ts';
import { makeRecordFolder, type Kept } from '../../chaos/keep-record.ts';
import { rowOf } from '../../chaos/row.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { cleanRun } from './clean-run.ts';
import { first } from './happenings.ts';

const machine = { date: '2026-01-01', commit: 'abc1234', loadBefore: 0.5 };
const played = { missed: 2, seconds: 60, hung: [], breaches: [] };

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('judge');
});
afterEach(async () => folder.remove());

async function judged(made?: Kept['machine']): Promise<{ count: object; told: string[]; kept: Kept[] }> {
  const [told, kept]: [string[], Kept[]] = [[], []];
  const listener = {
    tell: (line: string) => void told.push(line),
    add: (each: Kept) => void kept.push(each),
  };
  return { count: await judgeFolder(folder.path, listener, made), told, kept };
}

test('what a run kept is judged as it is now, not as it was judged then', async () => {
  const about = { setup: 'two of each on PostgreSQL', releases: 2, machine } as const;
  const lossy = cleanRun();
  first(lossy.lanes).reports.splice(1, 1);
  const then = [{ rule: 5, lane: 'chaos.demo', what: 'was found then' } as const];
  await (await makeRecordFolder(folder.path, 2, about)).keepRun({ ...played, run: lossy });
  await (
    await makeRecordFolder(folder.path, 10, about)
  ).keepRun({ ...played, run: cleanRun(), breaches: then });
  const hung = ['release 3 was not submitted'];
  await (await makeRecordFolder(folder.path, 11, about)).keepRun({ ...played, run: cleanRun(), hung });

  const { count, told, kept } = await judged({ commit: 'another' });
  const again = (seed: number): string =>
    `  to play it again: npm run chaos -- --releases 2 --seed ${seed} --postgres`;
  expect(told).toEqual([
    'seed 2: 0 faults, 2 strikes missed',
    'seed 2: rule 6, chaos.demo.2: it has no report',
    again(2),
    'seed 10: 0 faults, 2 strikes missed',
    'seed 10: held',
    'seed 11: 0 faults, 2 strikes missed',
    'seed 11: has not ended: release 3 was not submitted',
    again(11),
  ]);
  expect(count).toEqual({ held: 1, seeds: 3 });
  expect(kept.map((each) => each.machine)).toEqual([machine, machine, machine]);
});

test('a record that says neither on what nor where is told by its logs and by who judges', async () => {
  const path = join(folder.path, 'seed-1');
  await mkdir(path);
  const run = cleanRun();
  const fault = { from: run.from, to: run.to, pid: 1 };
  run.faults.push(
    { kind: 'kill', target: 'temporal', ...fault },
    { kind: 'proxy', target: 'metrics', what: 'busy retryAfter 2 40 %', ...fault },
  );
  await writeFile(join(path, 'run.json'), JSON.stringify({ ...played, run }));
  for (const name of ['worker-1.log', 'worker-2.log']) await writeFile(join(path, name), '');

  const { count, kept } = await judged({ date: '2026-11-26', commit: 'abc1234' });
  expect(count).toEqual({ held: 1, seeds: 1 });
  const { setup, cells, machine: made } = rowOf(first(kept));
  expect([setup, made]).toEqual(['two of each on PostgreSQL', { date: '2026-01-01', commit: 'abc1234' }]);
  expect(cells).toMatchObject({
    releases: '2 over 1 lanes',
    struck: 'kill temporal or postgres; 429 before metrics; 2 missed',
    took: '60 s',
    result: 'held',
  });
});

test('a seed without a record, or with one that is no record, has not held', async () => {
  for (const seed of [1, 2]) await mkdir(join(folder.path, `seed-${seed}`));
  await writeFile(join(folder.path, 'seed-2', 'run.json'), JSON.stringify({ ...played, run: { seed: 2 } }));
  const { count, told } = await judged();
  expect(count).toEqual({ held: 0, seeds: 2 });
  expect(told[0]).toContain('run.json is not there: the seed was not played to its end');
  expect(told[1]).toContain('not everything that is seen of a run');
});

test('a folder without a seed is refused', async () => {
  await expect(judged()).rejects.toThrow(`--judge ${folder.path}: no folder seed-S is there`);
});
