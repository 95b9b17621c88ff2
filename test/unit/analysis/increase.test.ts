import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fallsOf, increase, type SampledBlock, type TimedSample } from '../../../analysis/increase.ts';

const block: SampledBlock = { from: 100, to: 200, since: 0, longestStep: 50 };

/** Samples written as `[at, value]`. */
const at = (...samples: [number, number][]): TimedSample[] =>
  samples.map(([time, value]) => ({ at: time, value }));

describe('what a series counted in a block', () => {
  test.each<[string, TimedSample[], Partial<SampledBlock>, number | undefined]>([
    ['its steps, from the last sample before it', at([90, 10], [130, 14], [170, 20]), {}, 10],
    [
      'the step that ends with it, and not what comes after',
      at([90, 10], [130, 14], [200, 14], [201, 99]),
      {},
      4,
    ],
    ['nothing new is 0', at([90, 10], [130, 10]), {}, 0],
    ['no sample in it is no data', at([90, 10]), {}, undefined],
    ['none at all is no data', [], {}, undefined],
    ['from the first sample, when the series is new', at([130, 40], [170, 47]), {}, 7],
    ['a single sample of a new series is no data', at([130, 40]), {}, undefined],
    [
      'from 0, when its process started in the block',
      at([130, 40], [170, 47]),
      { processStartedAt: 110 },
      47,
    ],
    [
      'from its sample, when its process started before',
      at([130, 40], [170, 47]),
      { processStartedAt: 90 },
      7,
    ],
    ['up to its last sample, when it vanishes', at([90, 10], [130, 14]), {}, 4],
    ['from 0 after it fell', at([90, 10], [130, 14], [170, 3]), {}, 7],
    ['after each fall', at([90, 10], [110, 2], [130, 1], [150, 5]), {}, 7],
    [
      'from 0 where its process is known to have begun again',
      at([90, 10], [130, 14]),
      { processStartedAt: 120 },
      14,
    ],
    ['so also when that was before the block', at([90, 10], [130, 14]), { processStartedAt: 95 }, 14],
    ['from 0 where its siblings fell', at([90, 10], [130, 14]), { begunAgain: new Set([130]) }, 14],
    ['not over a missing stretch', at([60, 10], [130, 90], [170, 95]), {}, 5],
    ['nor from 0 after one', at([60, 10], [130, 4], [170, 5]), {}, 1],
    ['nor from a sample of another stretch', at([90, 10], [130, 90], [170, 95]), { since: 100 }, 5],
    ['from a sample at its very beginning', at([100, 10], [130, 14]), { since: 100 }, 4],
    ['but not from what is no number', at([90, 10], [130, NaN], [140, 12]), {}, 2],
  ])('%s', (_what, samples, more, counted) => {
    expect(increase(samples, { ...block, ...more })?.counts).toBe(counted);
  });

  test('covers the time between the samples that count', () => {
    const covered = (samples: TimedSample[], more: Partial<SampledBlock> = {}) =>
      increase(samples, { ...block, ...more })?.covered;
    expect(covered(at([90, 10], [130, 14], [170, 20]))).toBe(80);
    expect(covered(at([60, 10], [130, 14], [170, 20]))).toBe(40);
    expect(covered(at([130, 14], [170, 20]), { processStartedAt: 110 })).toBe(60);
  });

  test('falls are told by the time of the sample after them', () => {
    expect(fallsOf(at([1, 5], [2, 7], [3, 6], [4, 6], [5, 0]))).toEqual([3, 5]);
    expect(fallsOf([])).toEqual([]);
  });
});

/** One process after the other: each counts up from 0, and is sampled now and then. */
const lives = fc.array(fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 4,
});

/** The samples of such lives, `steps` apart, and what each sample adds to what was counted. */
function sampled(of: readonly number[][], steps: number): { samples: TimedSample[]; added: number[] } {
  const samples: TimedSample[] = [];
  const added: number[] = [];
  for (const life of of) {
    let value = 0;
    for (const requests of life) {
      const before = samples.at(-1);
      value += requests;
      // A process that began again is only known by its fall; one that did not fall has gone on.
      added.push(before !== undefined && value < before.value ? value : value - (before?.value ?? value));
      samples.push({ at: (samples.length + 1) * steps, value });
    }
  }
  return { samples, added };
}

/** What a source with history hands out for a range. */
function handedOut(samples: readonly TimedSample[], from: number, to: number): TimedSample[] {
  const first = samples.findLastIndex((sample) => sample.at <= from);
  return samples.filter((sample, i) => i >= first && sample.at <= to);
}

describe('blocks that follow each other', () => {
  test('count every step once, wherever they are cut', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(lives, cuts, (of, inner) => {
        const { samples, added } = sampled(of, 10);
        const edges = [0, ...inner.toSorted((a, b) => a - b), 400];
        const parts = edges.slice(1).map((to, i) => {
          const from = edges[i] ?? 0;
          return increase(handedOut(samples, from, to), { from, to, since: 0, longestStep: 10 })?.counts;
        });
        const counted = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
        expect(counted).toBe(added.slice(1).reduce((sum, each) => sum + each, 0));
        expect(counted).toBe(increase(samples, { from: 0, to: 400, since: 0, longestStep: 10 })?.counts ?? 0);
      }),
    );
  });

  test('lose only the steps over what is missing, and never count less than nothing', () => {
    const missing = fc.array(fc.boolean(), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(lives, missing, (of, lost) => {
        const { samples } = sampled(of, 10);
        const left = samples.filter((_, i) => lost[i] !== true);
        const counted = left.slice(1).reduce((sum, { at: to }, i) => {
          const from = left[i]?.at ?? 0;
          const part = increase(handedOut(left, from, to), { from, to, since: 0, longestStep: 10 })?.counts;
          expect(part ?? 0).toBeGreaterThanOrEqual(0);
          expect(part === undefined).toBe(to - from > 10);
          return sum + (part ?? 0);
        }, 0);
        expect(counted).toBe(increase(left, { from: 0, to: 400, since: 0, longestStep: 10 })?.counts ?? 0);
      }),
    );
  });
});
