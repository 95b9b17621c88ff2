import { expect, test } from 'vitest';
import { calibrate } from '../../../../analysis/calibration.ts';
import { addInterval, beginSums } from '../../../../analysis/calibration/stable-sums.ts';
import { decide } from '../../../../analysis/decision.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { increase } from '../../../../analysis/increase.ts';
import type { Block, Metric } from '../../../../analysis/types.ts';
import { seeded, type Random } from '../../../../bench/verdict/random.ts';
import { block, errorMetric, play, settings } from '../release.ts';
import { describeWithTrace } from './trace-folder.ts';

interface Counted {
  total: number;
  bad: number;
}

/** Requests of a zone by 5 s, and those that were not answered with 2xx; undefined over the real gap. */
function intervalsOf(text: string, zone: string): (Counted | undefined)[] {
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.split(',');
  const column = (name: string): { at: number; value: number }[] =>
    lines.map((line) => {
      const cells = line.split(',').map(Number);
      return { at: cells[0] ?? NaN, value: cells[names.indexOf(name)] ?? NaN };
    });
  const [requests, good] = [column(`${zone}_req`), column(`${zone}_2xx`)];
  return requests.slice(1).map(({ at: to }, i) => {
    const from = requests[i]?.at ?? NaN;
    const within = { from, to, since: 0, longestStep: 7500 };
    const [total, fine] = [requests, good].map(
      (samples) => increase(samples.slice(i, i + 2), within)?.counts,
    );
    return total === undefined || fine === undefined ? undefined : { total, bad: Math.max(0, total - fine) };
  });
}

/** Sends each request of the trace to the candidate by chance, so that both sides are equally good. */
function thinned(counted: Counted, share: number, random: Random): Record<'candidate' | 'stable', Counted> {
  const part = (count: number): number =>
    Array.from({ length: count }, random.uniform).filter((u) => u < share).length;
  const bad = part(counted.bad);
  const candidate = { total: bad + part(Math.max(0, counted.total - counted.bad)), bad };
  return { candidate, stable: { total: counted.total - candidate.total, bad: counted.bad - bad } };
}

describeWithTrace('nginx_org_counters_5s.csv', (text) => {
  test.each(['hg', 'trac', 'lxr'])('%s against itself, thinned by chance, is never stopped', (zone) => {
    const intervals = intervalsOf(text, zone);
    expect(intervals.filter((each) => each === undefined)).toHaveLength(1);
    for (const share of [0.05, 0.5]) {
      for (let seed = 0; seed < 4; seed += 1) expect(stops(intervals, share, seeded(seed))).toBe(false);
    }
  });

  test('trac is stopped when the candidate answers no request well', () => {
    const random = seeded(9);
    const [metric, blocks] = released(intervalsOf(text, 'trac'), (each) => {
      if (each === undefined) return undefined;
      const { candidate, stable } = thinned(each, 0.5, random);
      return { candidate: { ...candidate, bad: candidate.total }, stable };
    });
    expect(decide(play([metric], blocks), [metric], settings, open).outcome).toBe('fail');
  });
});

const open = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

function stops(intervals: readonly (Counted | undefined)[], share: number, random: Random): boolean {
  const [metric, blocks] = released(intervals, (each) => each && thinned(each, share, random));
  let state = begin([metric], settings);
  return blocks.some((each) => {
    state = advance(state, [metric], settings, each);
    return decide(state, [metric], settings, open).outcome === 'fail';
  });
}

/** Calibrated by all of the trace, since it is short, and judged at a margin of 1. */
function released(
  intervals: readonly (Counted | undefined)[],
  split: (each: Counted | undefined) => Record<'candidate' | 'stable', Counted> | undefined,
): [Metric, Block[]] {
  const sums = intervals.reduce(
    (so, each) => addInterval(so, each === undefined ? undefined : { total: each.total, bad: [each.bad] }),
    beginSums(1),
  );
  const { burstDivisor } = calibrate(sums, { blockIntervals: 1 });
  const metric = errorMetric({ margin: 1, floor: 0, burstDivisor });
  const blocks = intervals.map((each, i) => {
    const sides = split(each);
    if (sides === undefined) return block(i, {});
    const { candidate, stable } = sides;
    return block(i, {
      errors: {
        candidate: { total: candidate.total, bad: [candidate.bad] },
        stable: { total: stable.total, bad: [stable.bad] },
      },
    });
  });
  return [metric, blocks];
}
