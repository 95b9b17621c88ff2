import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RampSettings } from '../../../../analysis/ramp/allowed.ts';
import { decideRamp, nextWeight, type RampPosition } from '../../../../analysis/ramp/decide-ramp.ts';
import { explainRamp } from '../../../../analysis/ramp/explain-ramp.ts';
import type { Block, Metric, VerdictState } from '../../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings, type Row } from '../release.ts';

const ramp: RampSettings = { budget: 50, from: 0.01, to: 0.5, maxFactor: 5 };
const at = (share: number, changes: Partial<RampPosition> = {}): RampPosition => {
  return { share, blockSeconds: 10, undoSeconds: 5, deadlinePassed: false, ...changes };
};

/** 200 requests a second at 1 %, 1 % of them bad. */
const GOOD: Row = [20, 0, 1980, 20];

function decided(state: VerdictState, position: RampPosition, metric: Metric = errorMetric(), given = ramp) {
  const decision = decideRamp(state, [metric], settings, given, position);
  const { sentence } = explainRamp(decision, state, [metric], settings, given, position);
  return { ...decision, sentence };
}

function blocks(times: number, row: Row, changes: Partial<Block> = {}): VerdictState {
  return play([errorMetric()], repeat(times, row, changes));
}

describe('what a ramp does after a block', () => {
  test('raises once the weight has stood for three blocks, by five times at most', () => {
    const early = decided(blocks(2, GOOD), at(0.01));
    expect(early).toMatchObject({ kind: 'wait', why: 'dwell' });
    expect(early.sentence).toMatch(/^at 1 %, next [\d.]+ %: waiting: 20 s of at least 30 s at this weight$/);
    const raised = decided(blocks(4, GOOD), at(0.01));
    expect(raised).toMatchObject({ kind: 'raise', to: 0.05 });
    expect(raised.sentence).toMatch(/^at 1 %, raised to 5 %: .* about \d+ bad responses .* budget of 50$/);
  });

  test('waits for the evidence that the budget needs, and says how much that is', () => {
    const busy: Row = [200, 2, 19_800, 198];
    const held = decided(blocks(3, busy), at(0.01, { undoSeconds: 60 }), errorMetric(), {
      ...ramp,
      budget: 30,
    });
    expect(held).toMatchObject({ kind: 'wait', why: 'budget' });
    expect(held.sentence).toMatch(
      /^at 1 %, next 5 %: waiting: 600 of about [\d,]+ candidate requests of errors, \d+ (s|minutes) at 20 a second; /,
    );
    expect(held.sentence).toMatch(
      /; errors 2 times as often would cost about \d+ bad responses at any weight, more than the budget of 30$/,
    );
  });

  test.each<{ what: string; state: VerdictState; why: string; says: RegExp }>([
    { what: 'no block', state: play([errorMetric()], []), why: 'evidence', says: /no block has ended/ },
    {
      what: 'warm-up',
      state: blocks(9, GOOD, { warmup: true }),
      why: 'warmup',
      says: /warms up/,
    },
    {
      what: 'no candidate request',
      state: blocks(9, [0, 0, 1980, 20]),
      why: 'evidence',
      says: /has had no requests/,
    },
    {
      what: 'a block that could not be read',
      state: play(
        [errorMetric()],
        [
          ...repeat(30, GOOD),
          block(30, {}, { problems: [{ metric: 'errors', kind: 'error', message: 'it is down' }] }),
        ],
      ),
      why: 'evidence',
      says: /it is down/,
    },
    { what: 'harm', state: blocks(30, [20, 1, 1980, 20]), why: 'turned', says: /turned against/ },
    {
      what: 'a refuted split',
      state: blocks(9, [2000, 20, 0, 0], { share: 0.01 }),
      why: 'doubt',
      says: /more of the requests than was asked/,
    },
  ])('does not raise with $what', ({ state, why, says }) => {
    const held = decided(state, at(0.01));
    expect(held).toMatchObject({ kind: 'wait', why });
    expect(held.sentence).toMatch(says);
    // The deadline asks for an answer all the same, and a raise or a pass is none without evidence.
    expect(decided(state, at(0.01, { deadlinePassed: true })).kind).toBe('inconclusive');
  });

  test('is done at the top once the safe margin is shown, and not before', () => {
    const row: Row = [200, 2, 200, 2];
    const early = decided(blocks(3, row), at(0.5));
    expect(early).toMatchObject({ kind: 'wait', why: 'top' });
    expect(early.sentence).toMatch(/^at 50 %: waiting: 600 of about /);
    expect(decided(blocks(40, row), at(0.5))).toMatchObject({ kind: 'done' });
    expect(decided(blocks(2, [100_000, 1000, 100_000, 1000]), at(0.5))).toMatchObject({ why: 'dwell' });
  });

  test('is done without a single error once worse than what nobody minds is excluded', () => {
    const row: Row = [1000, 0, 1000, 0];
    expect(decided(blocks(4, row), at(0.5))).toMatchObject({ kind: 'wait', why: 'top' });
    expect(decided(blocks(8, row), at(0.5))).toMatchObject({ kind: 'done' });
  });

  test('is inconclusive at the deadline, with the reason of a bake', () => {
    const late = decided(blocks(30, [20, 0, 1980, 2]), at(0.01, { deadlinePassed: true }));
    expect(late).toMatchObject({ kind: 'inconclusive', reason: 'too few requests' });
    expect(late.sentence).toMatch(/^inconclusive: too few requests; the ramp stands at 1 %: /);
  });

  test('goes no higher than lateBudget, and is done there', () => {
    const capped = { ...ramp, lateBudget: 150 };
    // 200 a second for 15 s: 150 bad responses are those of 5 %.
    const below = decided(blocks(60, GOOD), at(0.02), errorMetric(), capped);
    expect(below).toMatchObject({ kind: 'raise' });
    expect(below.kind === 'raise' && below.to).toBeCloseTo(0.05, 9);
    const there = decided(blocks(300, [100, 1, 1900, 19]), at(0.05), errorMetric(), capped);
    expect(there).toMatchObject({ kind: 'done' });
  });
});

describe('the next weight', () => {
  const share = fc.integer({ min: 1, max: 10_000 }).map((units) => units / 10_000);

  test('is above the present one, within the factor, what is allowed and the top, and a multiple of the granularity', () => {
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.double({ min: 2, max: 100, noNaN: true }),
        fc.constantFrom(0.0001, 0.001, 0.01, 0.05),
        (present, allowed, to, maxFactor, granularity) => {
          const next = nextWeight(present, allowed, { to, maxFactor }, granularity);
          if (next === undefined) return;
          expect(next).toBeGreaterThan(present);
          expect(next).toBeLessThanOrEqual(Math.min(allowed, to, present * maxFactor) + 1e-9);
          expect(Math.round(next / granularity) * granularity).toBeCloseTo(next, 9);
        },
      ),
      { seed: 8, numRuns: 500 },
    );
  });

  test('is no small step, except the last one to the top', () => {
    expect(nextWeight(0.1, 0.14, ramp, 0.0001)).toBeUndefined();
    expect(nextWeight(0.1, 0.15, ramp, 0.0001)).toBeCloseTo(0.15, 9);
    expect(nextWeight(0.4, 0.5, ramp, 0.0001)).toBeCloseTo(0.5, 9);
    expect(nextWeight(0.5, 0.5, ramp, 0.0001)).toBeUndefined();
  });
});
