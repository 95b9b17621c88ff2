/** Metrics from a real Prometheus: it is killed in the middle of a bake, and then the daemon is. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../api/client.ts';
import { readReport } from '../../activities/archive/read.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import type { FollowedRelease } from '../rigs/followed-release.ts';
import { startLane, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

const rate = 120;
/** How often Prometheus reads Traefik, and the length of a block; in milliseconds. */
const [interval, block] = [1000, 2000];
/**
 * The bake lasts at least so long. The first evidence is shown after about 4 s; the rest of the time is for the test to
 * see it before the release passes, also on a busy machine.
 */
const min = 16_000;
const bake = 2;
const timeout = 150_000;

const count = z.object({ total: z.number() });
const reported = z.object({
  evidence: z.object({
    blocks: z.array(
      z.object({
        start: z.number(),
        seconds: z.number(),
        stage: z.string(),
        counts: z.record(z.string(), z.object({ candidate: count.optional(), stable: count.optional() })),
        problems: z.array(z.object({ kind: z.string(), message: z.string() })).optional(),
      }),
    ),
  }),
});
type Blocks = z.output<typeof reported>['evidence']['blocks'];

let lane: Lane;
let prometheus: PrometheusRig;
let load: Load;

describeWith('prometheus', () => {
  madeAnew({ start, stop });

  async function start(): Promise<void> {
    lane = await startLane([[['platform', 'process', 'instances'], 1]]);
    prometheus = await startPrometheus([new URL(lane.rig.traefik.metrics).host]);
    load = await lane.load(rate);
    await lane.define([
      [['platform', 'process', 'instances'], 1],
      [['metrics', 'latency'], undefined],
      [['metrics', 'errors', 'prometheus'], { url: prometheus.url, interval: `${interval}ms` }],
      [['analysis'], { block: `${block}ms`, warmup: '0s' }],
      [
        ['steps'],
        [
          'deploy',
          { shift: '20%' },
          { bake: { until: 'safe', min: `${min}ms`, max: '3m' } },
          'cutover',
          'retire',
        ],
      ],
    ]);
  }

  async function stop(): Promise<void> {
    await prometheus?.stop();
    await lane?.stop();
  }

  test(
    'while it is away the release neither stops nor passes, and no block is missing of all the rest',
    { timeout },
    async () => {
      const release = await lane.release('v2');
      await release.reaches('bake', ({ steps, live }) => {
        const seen = (live?.evidence ?? []).some(({ stage }) => stage.candidate.total > 0);
        return steps[bake]?.state === 'running' && seen;
      });

      const killed = Date.now();
      await prometheus.kill();
      await release.reaches('say so', ({ live }) => /errors cannot be read/.test(live?.sentence ?? ''));
      await until('three blocks without it', () => Date.now() - killed > min + 3 * block);
      expect(release.events.filter(({ at }) => at >= killed)).toEqual([]);

      // It passes soon after this, so it is paused until the daemon was killed too; the watch goes on.
      await act('pause', release);
      await prometheus.start();
      const started = Date.now();
      const sampled = `timestamp(up) > ${started / 1000} and up == 1`;
      await until('a sample', async () => (await prometheus.query(sampled)).length > 0);
      const back = Date.now();
      await until('three blocks with it', () => Date.now() - back > 3 * block);
      await lane.rig.daemon.kill();
      const gone = Date.now();
      await until('three blocks without the daemon', () => Date.now() - gone > 3 * block);
      await lane.rig.daemon.start();
      await act('resume', release);

      const { outcome, steps } = await release.ends();
      expect(outcome).toBe('completed');
      expect(steps[bake]?.finishedAt ?? 0).toBeGreaterThan(gone);
      expect(release.events.filter(({ kind }) => ['held', 'error', 'undo'].includes(kind))).toEqual([]);

      const report = await until('the report', async () =>
        readReport(join(lane.rig.dataFolder, 'archive'), release.id),
      );
      const { blocks } = reported.parse(report).evidence;
      const baked = blocks.filter(({ stage }) => stage === blocks[0]?.stage);
      expect(baked.slice(1).map(({ start }) => start)).toEqual(baked.slice(0, -1).map(endOf));
      const silent = baked.filter((each) => each.start >= killed && endOf(each) <= started);
      expect(silent.length).toBeGreaterThanOrEqual(1);
      for (const { counts, problems = [] } of silent) {
        expect(counts['errors'] ?? {}).toEqual({});
        expect(problems.length).toBeGreaterThanOrEqual(1);
      }
      const after = baked.filter(({ start }) => start >= back);
      expect(after.map(endOf).at(-1)).toBeGreaterThan(gone + 3 * block);
      await expectComplete(after);
    },
  );
});

function endOf({ start, seconds }: Blocks[number]): number {
  return start + seconds * 1000;
}

async function act(name: 'pause' | 'resume', { id }: FollowedRelease): Promise<void> {
  const client = createClient(lane.rig.daemon.api, 'ann');
  const { step, token } = await client.release(id);
  await client.act(id, name, { step, token, reason: 'the test' });
}

/**
 * Every block of the stretch has counts, which together are those of the load. A step between two samples may lie in
 * the block beside it, and Prometheus may miss a scrape on a busy machine, so both ends may be off by some.
 */
async function expectComplete(stretch: Blocks): Promise<void> {
  const [from = 0, to = 0] = [stretch[0]?.start, stretch.map(endOf).at(-1)];
  await until('the load to have its answers', () => load.seen.settledBefore() >= to);
  const { versions } = load.seen.between(from, to);
  const sides = { candidate: versions['v2'], stable: versions['v1'] };
  for (const side of ['candidate', 'stable'] as const) {
    const totals = stretch.map(({ counts }) => counts['errors']?.[side]?.total ?? 0);
    expect(stretch.filter((_, i) => totals[i] === 0)).toEqual([]);
    const counted = totals.reduce((sum, total) => sum + total, 0);
    const answered = sides[side]?.answered ?? 0;
    const aStep = (answered * interval) / (to - from);
    expect(Math.abs(counted - answered)).toBeLessThanOrEqual(2.5 * aStep);
  }
}
