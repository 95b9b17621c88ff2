import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { fleetGauges } from '../../../api/fleet/fleet-metrics.ts';
import type { Fleet } from '../../../api/fleet/read-fleet.ts';
import type { Memo } from '../../../api/releases/memo.ts';

const nothing: Fleet = { releases: [], lanes: [], failing: [], pollers: [] };
const memo: Memo = {
  kind: 'release',
  version: 'v2',
  phase: 'running',
  sentence: 'watching',
  step: 1,
  steps: 5,
  label: 'bake',
  token: '1.3',
  weight: 500,
  candidate: { slot: 'green', version: 'v2' },
  stable: { slot: 'blue', version: 'v1' },
  actor: 'ann',
};
let registry: Registry;
let show: (fleet: Fleet | undefined) => void;

beforeEach(() => {
  registry = new Registry();
  show = fleetGauges(registry);
});

test('a release shows its phase and weight, a hold when it began and when it ends', async () => {
  const hold = { reason: 'no data', since: 5000, deadline: 3_605_000 };
  showOne({ ...memo, phase: 'holding', hold });
  expect(await shown('sluice_release')).toEqual([
    'sluice_release_hold_deadline_timestamp_seconds{lane="s.e",release="s.e.7",reason="no data"} 3605',
    'sluice_release_hold_since_timestamp_seconds{lane="s.e",release="s.e.7",reason="no data"} 5',
    'sluice_release_phase{lane="s.e",release="s.e.7",phase="holding"} 1',
    'sluice_release_weight_ratio{lane="s.e",release="s.e.7"} 0.05',
  ]);
  showOne(memo);
  expect(await shown('sluice_release_hold')).toEqual([]);
});

test('an undo shows since when, and not what was held before it', async () => {
  showOne({ ...memo, phase: 'undoing', hold: { reason: 'error', since: 5000 }, undoingSince: 9000 });
  expect(await shown('sluice_release_undo')).toEqual([
    'sluice_release_undo_since_timestamp_seconds{lane="s.e",release="s.e.7"} 9',
  ]);
  expect(await shown('sluice_release_hold')).toEqual([]);
});

test('a candidate that is known good needs no watch, so it shows no weight', async () => {
  showOne({ ...memo, weight: 10_000, proven: true });
  expect(await shown('sluice_release_weight')).toEqual([]);
});

test('lanes, workers and failing tasks are shown, and nothing where nothing is known', async () => {
  show({
    ...nothing,
    lanes: [
      { lane: 's.e', blocked: true },
      { lane: 't.e', blocked: false },
    ],
    failing: ['release/s.e.7'],
    pollers: [{ queue: 'act', name: 'sluice-act', workers: 2 }],
  });
  const all = [
    'sluice_lane_blocked{lane="s.e"} 1',
    'sluice_lane_blocked{lane="t.e"} 0',
    'sluice_workers{queue="act"} 2',
    'sluice_workflow_tasks_failing{workflow="release/s.e.7"} 1',
  ];
  expect(await shown('sluice_')).toEqual(all);
  show(undefined);
  expect(await shown('sluice_')).toEqual([]);
});

function showOne(of: Memo): void {
  show({ ...nothing, releases: [{ id: 's.e.7', lane: 's.e', memo: of }] });
}

async function shown(name: string): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  return lines.toSorted();
}
