import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logFactor } from '../../../analysis/block-factor.ts';
import { calibrate } from '../../../analysis/calibration.ts';
import { addInterval, beginSums } from '../../../analysis/calibration/stable-sums.ts';
import { decide, mismatch } from '../../../analysis/decision.ts';
import { HARM_GRID } from '../../../analysis/harm.ts';
import { logGamma } from '../../../analysis/log-space.ts';
import { SAFE_GRID } from '../../../analysis/safe.ts';
import { summarise } from '../../../analysis/summary.ts';
import { advance } from '../../../analysis/verdict.ts';
import type { Block, Metric, SideCounts, Weighed } from '../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings, sides } from './release.ts';

const relative = fc.constantFrom(...HARM_GRID, ...SAFE_GRID);
const margin = fc.constantFrom(1, 1.1, 1.25, 1.5, 2, 3, 10);

/** Probability of `k` successes of `n`. */
function binomial(n: number, k: number, p: number): number {
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  const choose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(choose + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** E[f] by exact summation over both sides' bad requests. */
function expectation(n: [number, number], p: [number, number], rho: number, rel: number): number {
  let sum = 0;
  for (let candidateBad = 0; candidateBad <= n[0]; candidateBad += 1) {
    for (let stableBad = 0; stableBad <= n[1]; stableBad += 1) {
      const pair = { candidate: n[0], candidateBad, stable: n[1], stableBad };
      const factor = Math.exp(logFactor(pair, { margin: rho, negligible: 0, burstDivisor: 1 }, rel));
      sum += binomial(n[0], candidateBad, p[0]) * binomial(n[1], stableBad, p[1]) * factor;
    }
  }
  return sum;
}

describe('one factor', () => {
  test('is expected to be at most 1 under its null, summed exactly', () => {
    const requests = fc.integer({ min: 1, max: 25 });
    fc.assert(
      fc.property(
        requests,
        requests,
        fc.double({ min: 0, max: 1, noNaN: true }),
        margin,
        relative,
        (candidate, stable, fraction, rho, rel) => {
          const p = fraction / rho;
          expect(expectation([candidate, stable], [rho * p, p], rho, rel)).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  test('is expected to be above 1 where the candidate is at the alternative', () => {
    expect(expectation([20, 20], [0.3, 0.1], 1, 3)).toBeGreaterThan(1.2);
  });

  test('is expected to be at most 1 for rare bursts no larger than the burst divisor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        margin,
        relative,
        (candidate, stable, burst, slack, rho, rel) => {
          // As p goes to 0 a block holds one burst or none, so E[f] - 1 has the sign of the mean gain of a burst.
          const against = { margin: rho, negligible: 0, burstDivisor: burst + 10 * slack };
          const counts = { candidate, stable, candidateBad: 0, stableBad: 0 };
          const onCandidate = Math.exp(logFactor({ ...counts, candidateBad: burst }, against, rel));
          const onStable = Math.exp(logFactor({ ...counts, stableBad: burst }, against, rel));
          const share = (rho * candidate) / (rho * candidate + stable);
          expect(share * onCandidate + (1 - share) * onStable).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { seed: 2 },
    );
  });

  test('of a block is the sum over parts with the same proportion of requests', () => {
    const count = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), margin, relative, ([a, b, c, d], rho, rel) => {
        const against = { margin: rho, negligible: 0.001, burstDivisor: 3 };
        const part = { candidate: 100, stable: 900, candidateBad: a, stableBad: b };
        const rest = { candidate: 300, stable: 2700, candidateBad: c, stableBad: d };
        const whole = { candidate: 400, stable: 3600, candidateBad: a + c, stableBad: b + d };
        const sum = logFactor(part, against, rel) + logFactor(rest, against, rel);
        expect(logFactor(whole, against, rel)).toBeCloseTo(sum, 8);
      }),
      { seed: 3 },
    );
  });
});

const latency: Metric = errorMetric({ name: 'latency', weight: 0.5, negligible: 0, edges: [0.1, 0.5, 1] });
const both = [errorMetric({ weight: 0.5, limit: 0.05 }), latency];

/** Counts of up to 10^9 requests with any number of them bad. */
function counts(bads: number): fc.Arbitrary<{ total: number; bad: number[] }> {
  return fc
    .tuple(
      fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 1e9 })),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: bads, maxLength: bads }),
    )
    .map(([total, fractions]) => ({ total, bad: fractions.map((fraction) => Math.floor(fraction * total)) }));
}

function sideCounts(bads: number): fc.Arbitrary<SideCounts> {
  const halves = fc.record({ a: counts(bads), b: counts(bads) });
  return fc.record({ candidate: counts(bads), stable: counts(bads), halves }, { requiredKeys: [] });
}

/** Figures as a calibration and a spread between instances give them. */
const weighed: fc.Arbitrary<Weighed> = fc.record(
  {
    burstDivisor: fc.double({ min: 1, max: 1e4, noNaN: true }),
    margin: fc.double({ min: 1, max: 50, noNaN: true }),
    safeMargin: fc.double({ min: 0.01, max: 5, noNaN: true }),
    controlMargin: fc.double({ min: 1, max: 50, noNaN: true }),
    limit: fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
  },
  { requiredKeys: [] },
);

const blocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.record({
      errors: sideCounts(1),
      latency: sideCounts(3),
      stage: fc.constantFrom('5%', '5%', '50%', '100%'),
      share: fc.constantFrom(0, 0.05, 0.5, 1),
      warmup: fc.boolean(),
      partial: fc.boolean(),
      weighed: fc.dictionary(fc.constantFrom('errors', 'latency'), weighed, { noNullPrototype: true }),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ errors, latency: slow, ...rest }, i) => block(i, { errors, latency: slow }, rest)),
  );

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

describe('a release', () => {
  test('has only finite numbers, whatever is counted, and survives JSON', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const state = play(both, given);
        const sums = given.reduce(
          (so, { counts: { latency: sides } }) =>
            addInterval(
              so,
              sides?.stable && { ...sides.stable, ...(sides.halves && { halves: sides.halves }) },
            ),
          beginSums(3),
        );
        const calibrated = [{ live: true }, { by: 'pairs' as const }, { by: 'halves' as const }].map(
          (terms) => calibrate(sums, terms),
        );
        const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: true };
        const shown = [summarise(state, both, settings), decide(state, both, settings, conditions)];
        expect(
          numbersOf([state, shown, mismatch(state, settings), sums, calibrated]).filter(
            (n) => !Number.isFinite(n),
          ),
        ).toEqual([]);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  test('is not moved by absent data, but for the mass that waits', () => {
    const before = play([errorMetric()], repeat(5, [100, 4, 900, 9]));
    const absent: Block[] = [
      block(5, {}),
      block(5, { errors: {} }),
      block(5, { errors: { stable: { total: 900, bad: [500] } } }),
      block(5, { errors: { candidate: { total: 100, bad: [100] } } }),
      block(5, { errors: sides([0, 0, 900, 400]) }),
      block(5, { errors: sides([100, 90, 900, 9]) }, { warmup: true }),
    ];
    const [known] = summarise(before, [errorMetric()], settings);
    for (const each of absent) {
      const [after] = summarise(advance(before, [errorMetric()], settings, each), [errorMetric()], settings);
      expect(after?.harmLogE).toBeCloseTo(known?.harmLogE ?? NaN, 12);
      expect(after?.safeLogE).toBe(known?.safeLogE);
      expect(after?.exclusionBound).toBe(known?.exclusionBound);
    }
  });

  test('starts with evidence 1 and keeps it without data, before and after the planned blocks', () => {
    const used = { ...settings, plannedBlocks: 4 };
    for (const blocks of [0, 1, 3, 4, 5, 20]) {
      const given = Array.from({ length: blocks }, (_, i) => block(i, {}));
      const [known] = summarise(play([errorMetric()], given, used), [errorMetric()], used);
      expect(known?.harmLogE).toBeCloseTo(0, 12);
    }
  });

  test('does not depend on the order of its metrics', () => {
    const names = ['a', 'b', 'c'];
    const metrics = names.map((name, i) => errorMetric({ name, weight: [0.5, 0.3, 0.2][i] ?? 0 }));
    const reversed = metrics.toReversed();
    const row = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.nat(20), fc.nat(40));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row, row), { minLength: 1, maxLength: 8 }), (rows) => {
        const given = rows.map((each, i) =>
          block(
            i,
            Object.fromEntries(
              each.map(([n, x, y], j) => [names[j], sides([n + 20, Math.min(x, n), 1900, y])]),
            ),
          ),
        );
        const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: true };
        const [forth, back] = [play(metrics, given), play(reversed, given)];
        expect(summarise(back, reversed, settings).toReversed()).toEqual(summarise(forth, metrics, settings));
        const [verdict, other] = [
          decide(forth, metrics, settings, conditions),
          decide(back, reversed, settings, conditions),
        ];
        expect(other).toMatchObject({ outcome: verdict.outcome });
        expect(other.combinedHarmLogE ?? 0).toBeCloseTo(verdict.combinedHarmLogE ?? 0, 9);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  test('leaves the state it was given as it was', () => {
    const before = play(both, repeat(3, [100, 4, 900, 9]));
    const copy = structuredClone(before);
    advance(before, both, settings, block(3, { errors: sides([5, 5, 900, 0]) }, { stage: '50%' }));
    expect(before).toEqual(copy);
  });
});
