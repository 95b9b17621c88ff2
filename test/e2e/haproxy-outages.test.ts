/** HAProxy is reloaded, killed and started again in the middle of one bake, and the release goes on. */
import { expect, test } from 'vitest';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { startHaproxyFront } from '../../examples/demo/rig/fronts.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { startRigOn } from '../../examples/demo/rig/rig.ts';
import { stampOf } from '../../providers/routers/fenced-file/stamp-line.ts';
import { entriesOfFile } from '../../providers/routers/haproxy/entries.ts';
import { stateOf } from '../../providers/routers/haproxy/map-state.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import type { HaproxyRig } from '../rigs/haproxy.ts';
import { openLane, type Change, type LaneOn } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { dropsOf, faultsOf } from '../rigs/outside.ts';
import { describeWith } from '../rigs/test-program.ts';

const bake = 2;
/**
 * Requests a second until HAProxy is back: so few that the bake goes on for half a minute, in which a busy machine sees
 * it and kills. With the others it passes seconds later.
 */
const [few, others] = [40, 80];
/** The slowest answers of the sample service take this long, in milliseconds. */
const slowest = 300;

describeWith('haproxy', () => {
  let lane: LaneOn<Parts & { haproxy: HaproxyRig }>;
  let load: Load;
  let file: FileWatch;

  madeAnew({ start, stop });

  async function start(): Promise<void> {
    const startParts = async () => {
      const front = await startHaproxyFront();
      const places = [...front.places, ...measured(front.haproxy)];
      return { ...front, places, example: 'services/sample.yaml' };
    };
    lane = await openLane(await startRigOn(startParts, steps));
    load = await lane.load(few);
    file = watchFile(lane.rig.parts.haproxy.map, 'sample.demo', (text) => ({
      stamp: stampOf(text),
      split: stateOf(entriesOfFile(text), 'given').split,
    }));
  }

  async function stop(): Promise<void> {
    file?.close();
    await lane?.stop();
  }

  test('the weight is kept, silence is no verdict, and nothing is done twice', async () => {
    const { haproxy } = lane.rig.parts;
    const from = Date.now();
    const release = await lane.release('v2');
    const counted = (evidence: number): Promise<unknown> =>
      release.reaches(
        'bake',
        ({ steps, live }) =>
          steps[bake]?.state === 'running' &&
          (live?.evidence ?? []).some(({ stage }) => stage.candidate.total >= evidence),
      );
    await counted(1);
    const reloaded = Date.now();
    await haproxy.reload();
    const answering = Date.now();
    await counted(60);
    const killed = Date.now();
    await haproxy.kill();
    await release.reaches('say so', ({ live }) => /the router cannot be read/.test(live?.sentence ?? ''));
    await haproxy.start();
    const back = Date.now();
    await lane.load(others);

    const { candidate, outcome, steps } = await release.ends(120_000);
    expect(outcome).toBe('completed');
    expect(steps[bake]?.finishedAt).toBeGreaterThan(back);
    expect(release.events.filter(({ kind }) => ['held', 'drift', 'undo'].includes(kind))).toEqual([]);
    const to = Date.now();
    expect(await faultsOf(lane.rig, file, candidate, { from, to })).toEqual([]);
    // A reload closes idle connections under clients; the loss of HAProxy itself hits them, and nothing else does.
    expect(await dropsOf(load, from, reloaded - slowest)).toEqual({});
    expect(await dropsOf(load, answering + 1000, killed - slowest)).toEqual({});
    expect(await dropsOf(load, back + 100, to)).toEqual({});
    expect(load.seen.between(killed, back).dropped).toBeGreaterThan(0);
    expect(file.latest()?.split?.[candidate.slot]).toBe(10_000);
  });
});

const steps: Change = [
  [
    ['steps'],
    ['deploy', { shift: '20%' }, { bake: { until: 'safe', min: '10s', max: '2m' } }, 'cutover', 'retire'],
  ],
];

/** The figures of HAProxy's own pages, as the example's configuration has them. */
function measured({ metrics, latency }: HaproxyRig): Change {
  const labels = { proxy: 'sample-demo-{{slot}}' };
  const known = { safeMargin: 4, burstDivisor: 1 };
  const errors = {
    url: metrics,
    counter: 'haproxy_backend_http_responses_total',
    labels,
    bad: { code: '5xx' },
  };
  const slow = { url: latency, histogram: 'haproxy_backend_response_time_seconds', labels, edges: ['100ms'] };
  return [
    [['metrics', 'errors'], { scrape: errors, ...known }],
    [['metrics', 'latency'], { scrape: slow, ...known }],
  ];
}
