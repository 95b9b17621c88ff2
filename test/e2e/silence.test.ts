/** Bakes that hear nothing: no requests at the candidate is no pass, and no errors among enough of them is one. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { ReleaseView } from '../../api/wire/release.ts';
import { readStarted } from '../kill/own-counts.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

const common: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
];
const [shift, bake] = [1, 2];
const timeout = 150_000;
const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const run = promisify(execFile);

let lane: Lane | undefined;

afterEach(async () => {
  await lane?.stop();
  lane = undefined;
});

test(
  'a candidate that gets no request ends inconclusive: nobody asks, or nobody gets to it',
  { timeout },
  async () => {
    const thin = { shift: { to: '0.01%', deadline: '2s' } };
    const steps = (onInconclusive: string): Change[number] => [
      ['steps'],
      ['deploy', thin, { bake: { until: 'safe', max: '3s', onInconclusive } }, 'cutover', 'retire'],
    ];
    lane = await startLane([...common, steps('revert')]);

    const idle = await lane.release('v2');
    const end = await idle.ends();
    expect(end).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
    expect(end.sentence).toContain('inconclusive: no data');
    expectUnseen(end, 'no request was seen at all');

    // One request in 10,000: the load sends a few hundred, so the stable side answers all of them.
    await lane.load(50);
    await lane.define([...common, steps('hold')]);
    const unreached = await lane.release('v3');
    const held = await unreached.reaches('hold', ({ phase }) => phase === 'holding');
    expect(held.hold).toMatchObject({ reason: 'no data' });
    expectUnseen(held, /^0 of [1-9]\d* requests went to the candidate/);
    const own = (await readStarted(lane.rig.records)).filter(({ version }) => version === 'v3');
    expect(own).toEqual([]);
  },
);

test(
  'without any errors a release passes by `negligible`, after about as many requests as the formula says',
  { timeout },
  async () => {
    const [negligible, share, rate] = [0.005, 0.5, 150];
    lane = await startLane([
      ...common,
      [['platform', 'process', 'environment', 'SAMPLE_ERRORS'], '0'],
      [['platform', 'process', 'environment', 'SAMPLE_SLOW'], '0'],
      [['metrics', 'errors', 'safeMargin'], 2],
      [['metrics', 'errors', 'negligible'], `${negligible * 100}%`],
      [['steps'], ['deploy', { shift: '50%' }, { bake: { until: 'safe', max: '90s' } }, 'cutover', 'retire']],
    ]);
    // At first so few that no verdict comes while the running release is judged again, however long that takes.
    const few = 10;
    await lane.load(few);
    const release = await lane.release('v2');
    const { evidence } = await until('a block', async () => {
      const answer = await fetch(`${lane?.rig.daemon.api}/v1/releases/${release.id}/evidence`);
      const running = report.parse(await answer.json());
      return running.evidence.blocks.length > 0 && running;
    });
    const running = await judgeAgain(lane, release.id);
    expect(running).toMatchObject({
      outcome: 'continue',
      same: true,
      decisions: [],
      release: { phase: 'running' },
    });
    expect(running.trail.length).toBeGreaterThanOrEqual(evidence.blocks.length);
    await lane.load(rate - few);

    const end = await release.ends(120_000);
    expect(end).toMatchObject({ outcome: 'completed' });
    expect(end.steps[bake]?.note).toBe('passed: every required metric is proven safe');
    const passedAt = release.events.find(({ kind }) => kind === 'verdict')?.at ?? 0;

    const needed = requestsUntilSafe({ negligible, share });
    // "About 5,000 at 0.1 %", in proportion.
    expect(needed * negligible).toBeCloseTo(5, 0);
    // A verdict comes at the end of a block, and the split is never quite even, for which 2 % are allowed.
    const blocks = (await blocksOf(lane, release.id)).filter(({ end: over }) => over <= passedAt);
    const counted = sum(blocks.map(({ total }) => total));
    expect(sum(blocks.map(({ bad }) => bad))).toBe(0);
    expect(counted).toBeGreaterThan(needed * 0.98);
    expect(counted - (blocks.at(-1)?.total ?? 0)).toBeLessThan(needed * 1.02);

    // Judged again from its report it has the same result.
    const decided = { decision: { kind: 'pass', step: bake }, again: { outcome: 'pass' }, same: true };
    expect(await judgeAgain(lane, release.id)).toMatchObject({
      outcome: 'pass',
      block: blocks.length - 1,
      same: true,
      decisions: [decided],
      release: { outcome: 'completed' },
    });

    // The service's own counts of the same time agree to within what comes in a second.
    const [began, over] = [blocks[0]?.start ?? 0, blocks.at(-1)?.end ?? 0];
    const own = (await readStarted(lane.rig.records)).filter(
      ({ version, window }) => version === 'v2' && window >= began && window < over,
    );
    expect(Math.abs(sum(own.map(({ count }) => count)) - counted)).toBeLessThan(rate * share);
  },
);

/** Neither the shift nor the bake saw a request at the candidate. */
function expectUnseen({ steps, traffic }: ReleaseView, seen: string | RegExp): void {
  expect(steps[shift]?.note).toMatch(seen);
  expect(steps[bake]?.state).not.toBe('done');
  expect(traffic.observed ?? 0).toBe(0);
}

/**
 * Candidate requests without an error after which the evidence of safety reaches 20, by the formula: the mean of
 * exp(n_c delta (1 - a)) over the ten alternatives, with a safeMargin of 2 and a burst divisor of 1.
 */
function requestsUntilSafe({ negligible, share }: { negligible: number; share: number }): number {
  const alternatives = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const stable = (1 - share) / share;
  const evidence = (requests: number): number => {
    const each = alternatives.map((relative) => {
      const a = (relative * (2 + stable)) / (2 * relative + stable);
      return Math.exp(requests * negligible * (1 - a));
    });
    return sum(each) / alternatives.length;
  };
  let requests = 0;
  while (evidence(requests) < 20) requests += 1;
  return requests;
}

const candidate = z.object({ total: z.number(), bad: z.array(z.number()) }).default({ total: 0, bad: [] });
const report = z.object({
  evidence: z.object({
    blocks: z.array(
      z.object({
        start: z.number(),
        seconds: z.number(),
        counts: z.object({ errors: z.object({ candidate }).prefault({}) }),
      }),
    ),
  }),
});

/** What `sluice judge --release` prints for programs; its status is not 0 while a release runs. */
async function judgeAgain(
  { rig }: Lane,
  id: string,
): Promise<{ trail: unknown[]; [field: string]: unknown }> {
  const words = ['judge', '--release', id, '--json', '--server', rig.daemon.api];
  const { stdout } = await run(process.execPath, [main, ...words]).catch((error: unknown) =>
    z.object({ stdout: z.string() }).parse(error),
  );
  return z.looseObject({ trail: z.array(z.unknown()) }).parse(JSON.parse(stdout));
}

/** The candidate's part of every block, from the release's report. Times are milliseconds since the epoch. */
async function blocksOf({ rig }: Lane, id: string) {
  // It is written after the end is told.
  const { evidence } = await until('the report', async () => {
    const answer = await fetch(`${rig.daemon.api}/v1/releases/${id}/report`);
    return answer.ok && report.parse(await answer.json());
  });
  return evidence.blocks.map(({ start, seconds, counts }) => {
    const { total, bad } = counts.errors.candidate;
    return { start, end: start + seconds * 1000, total, bad: sum(bad) };
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
