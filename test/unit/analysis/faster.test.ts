import { expect, test } from 'vitest';
import { decide, type Verdict } from '../../../analysis/decision.ts';
import { explain } from '../../../analysis/explain.ts';
import type { Conditions } from '../../../analysis/lacking.ts';
import { summarise } from '../../../analysis/summary.ts';
import type { Block, MetricSummary } from '../../../analysis/types.ts';
import { block, errorMetric, play, settings } from './release.ts';

const metrics = [errorMetric({ name: 'latency', negligible: 0, floor: 0, edges: [0.1, 0.5] })];
const open: Conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

/** Blocks in which so many of the candidate's 100 requests were slower than 100 ms; half of the stable side's. */
function slower(times: number, candidate: number, changes: Partial<Block> = {}): Block[] {
  const counts = {
    latency: {
      candidate: { total: 100, bad: [candidate, Math.min(10, candidate)] },
      stable: { total: 1900, bad: [950, 190] },
    },
  };
  return Array.from({ length: times }, (_, i) => block(i, counts, changes));
}

function verdict(blocks: readonly Block[], conditions = open): Verdict {
  return decide(play(metrics, blocks), metrics, settings, conditions);
}

function summary(blocks: readonly Block[]): MetricSummary | undefined {
  return summarise(play(metrics, blocks), metrics, settings)[0];
}

test('a candidate that answers nearly everything faster is asked about at once, not failed and not passed', () => {
  const blocks = slower(60, 5);
  const found = verdict(blocks);
  expect(found).toMatchObject({ outcome: 'inconclusive', reason: 'faster than before', blame: 'latency' });
  expect(explain(found, play(metrics, blocks), metrics, settings, open)).toBe(
    "inconclusive: faster than before; latency: 95 % of the candidate's 6,000 requests, 50 % of the stable side's 114,000 were faster than 100 ms, which usually is an early return",
  );
});

test('who wants it so gets the pass', () => {
  expect(verdict(slower(60, 5), { ...open, fasterAccepted: true }).outcome).toBe('pass');
});

test('a little faster is within the margin', () => {
  expect(verdict(slower(60, 40)).outcome).toBe('pass');
  expect(summary(slower(60, 40))?.fasterLogE).toBeLessThan(0);
});

test('a fail at another edge comes first', () => {
  const blocks = slower(60, 5).map((each) => ({
    ...each,
    counts: {
      latency: { candidate: { total: 100, bad: [5, 5] }, stable: { total: 1900, bad: [950, 10] } },
    },
  }));
  expect(verdict(blocks)).toMatchObject({ outcome: 'fail', reason: 'harm' });
});

test('warm-up and absent sides say nothing, and an error metric has no direction', () => {
  expect(summary(slower(60, 5, { warmup: true }))?.fasterLogE).toBeCloseTo(0, 9);
  expect(summary(Array.from({ length: 9 }, (_, i) => block(i, {})))?.fasterLogE).toBeCloseTo(0, 9);
  const errors = [errorMetric()];
  expect(summarise(play(errors, []), errors, settings)[0]).not.toHaveProperty('fasterLogE');
});
