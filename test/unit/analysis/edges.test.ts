import { describe, expect, test } from 'vitest';
import { decide } from '../../../analysis/decision.ts';
import { logMeanExp } from '../../../analysis/log-space.ts';
import { summarise } from '../../../analysis/summary.ts';
import type { Block, Metric, MetricSummary } from '../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings } from './release.ts';

const latency = errorMetric({ name: 'latency', negligible: 0, floor: 0, edges: [0.1, 0.5, 2] });
const over = { minRequests: 0, minSeconds: 0, deadlinePassed: true };

/** Blocks with 100 candidate and 1,900 stable requests, so many of them slower than each edge. */
function slow(blocks: number, candidate: number[], stable: number[]): Block[] {
  return Array.from({ length: blocks }, (_, i) =>
    block(i, {
      latency: { candidate: { total: 100, bad: candidate }, stable: { total: 1900, bad: stable } },
    }),
  );
}

function summary(blocks: readonly Block[], metric: Metric, used = settings): MetricSummary | undefined {
  return summarise(play([metric], blocks, used), [metric], used)[0];
}

describe('a latency metric', () => {
  const blocks = slow(30, [50, 12, 2], [950, 190, 19]);
  /** The same counts, each edge judged as a metric of its own. */
  const alone = [0, 1, 2].map((edge) =>
    summary(
      blocks.map((each) => ({
        ...each,
        counts: {
          latency: {
            candidate: { total: 100, bad: [each.counts['latency']?.candidate?.bad[edge] ?? 0] },
            stable: { total: 1900, bad: [each.counts['latency']?.stable?.bad[edge] ?? 0] },
          },
        },
      })),
      errorMetric({ name: 'latency', negligible: 0, floor: 0 }),
    ),
  );

  test('has the mean of its edges for harm and the minimum for safety', () => {
    const whole = summary(blocks, latency);
    expect(whole?.harmLogE).toBeCloseTo(logMeanExp(alone.map((edge) => edge?.harmLogE ?? NaN)), 9);
    expect(whole?.safeLogE).toBeCloseTo(Math.min(...alone.map((edge) => edge?.safeLogE ?? NaN)), 9);
    expect(whole?.rateBound).toBe(Math.max(...alone.map((edge) => edge?.rateBound ?? NaN)));
    expect(whole?.leftOut).toEqual([]);
  });

  test('leaves out, and names, an edge that too few requests are expected to pass by the deadline', () => {
    const rare = slow(60, [50, 10, 0], [950, 190, 0]);
    const used = { ...settings, plannedBlocks: 60 };
    expect(summary(rare, latency, used)).toMatchObject({ edges: [0.1, 0.5, 2], leftOut: [2], proven: true });
    const asked = slow(60, [50, 10, 1], [950, 190, 19]);
    expect(summary(asked, latency, used)).toMatchObject({ leftOut: [] });
  });

  test('is not proven while no edge can be judged', () => {
    const none = slow(60, [0, 0, 0], [0, 0, 0]);
    const used = { ...settings, plannedBlocks: 60 };
    expect(summary(none, latency, used)).toMatchObject({
      leftOut: [0.1, 0.5, 2],
      safeLogE: null,
      proven: false,
      exclusionBound: null,
      rateBound: 1,
    });
    expect(decide(play([latency], none, used), [latency], used, over).outcome).toBe('inconclusive');
  });

  test('is above its floor by the edge of largest evidence', () => {
    const worse = slow(20, [50, 10, 30], [950, 190, 19]);
    const at = (floor: number): MetricSummary | undefined => summary(worse, { ...latency, floor });
    expect(at(0.29)?.aboveFloor).toBe(true);
    expect(at(0.3)?.aboveFloor).toBe(false);
  });

  test('keeps a limit at its highest edge', () => {
    const limited = { ...latency, limit: 0.05 };
    const state = play([limited], slow(30, [50, 10, 20], [950, 190, 380]));
    expect(decide(state, [limited], settings, over)).toMatchObject({ outcome: 'fail', reason: 'limit' });
    const kept = play([limited], slow(30, [50, 10, 1], [950, 190, 19]));
    expect(decide(kept, [limited], settings, over).outcome).not.toBe('fail');
  });
});

describe('bounds', () => {
  test('fall as blocks are seen, and are not begun afresh at a new weight', () => {
    const metric = errorMetric();
    const bounds = [5, 20, 60, 200].map((blocks) => summary(repeat(blocks, [100, 1, 1900, 19]), metric));
    expect(bounds.map((each) => each?.exclusionBound ?? Infinity)).toEqual(
      bounds.map((each) => each?.exclusionBound ?? Infinity).toSorted((a, b) => b - a),
    );
    const raised = summary(
      [...repeat(60, [100, 1, 1900, 19]), ...repeat(1, [400, 4, 1600, 16], { stage: '20%' })],
      metric,
    );
    expect(raised?.exclusionBound).toBeLessThanOrEqual(bounds[2]?.exclusionBound ?? NaN);
    expect(raised?.rateBound).toBeLessThanOrEqual(bounds[2]?.rateBound ?? NaN);
    expect(raised?.proven).toBe(false);
  });
});
