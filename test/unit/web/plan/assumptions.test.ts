import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assumptionsOf,
  commandOf,
  knobsOf,
  readNumber,
  trafficOf,
  withBudget,
} from '../../../../web/pages/plan/assumptions.ts';
import { lastPosition, positionOf, valueAt } from '../../../../web/pages/plan/scale.ts';
import { checkout, planOf } from './plans.ts';

const BOTH = 'errors: { preset: traefik/errors }, latency: { preset: traefik/latency, edges: [100ms, 1s] }';
const shifted = planOf(checkout(['{ shift: 5% }', '{ bake: { for: 6m } }', 'cutover'], BOTH));
const ramped = planOf(checkout(['{ ramp: { max: 1h, budget: 80 } }', 'cutover']));

function assumedBy(query: string, plan = shifted) {
  return assumptionsOf(plan.metrics, knobsOf(plan, new URLSearchParams(query)));
}

describe('what is assumed', () => {
  test('is in the address, and as usual where that says nothing or nonsense', () => {
    expect(assumedBy('')).toEqual({ perSecond: 50, bad: { errors: 0.3, latency: 1 }, budget: 500 });
    expect(assumedBy('rate=1200&bad.errors=0&bad.latency=2.5&budget=70')).toEqual({
      perSecond: 1200,
      bad: { errors: 0, latency: 2.5 },
      budget: 70,
    });
    expect(assumedBy('rate=0&bad.errors=101&bad.latency=-1&budget=many')).toEqual(assumedBy(''));
  });

  test('has the budget that the ramp is written with, and gives it another one', () => {
    expect(assumedBy('', ramped).budget).toBe(80);
    const other = withBudget(ramped, 120);
    expect(other.steps.find(({ kind }) => kind === 'ramp')).toMatchObject({ budget: 120 });
    expect(assumedBy('', other).budget).toBe(120);
  });

  test('is shares for the forecast, exact, and percent on the command line', () => {
    const assumed = assumedBy('rate=0.5&bad.errors=0.07&bad.latency=1.1');
    expect(trafficOf(assumed)).toEqual({
      perSecond: 0.5,
      rates: { errors: [0.0007], latency: [0.011] },
      origin: 'given',
    });
    expect(commandOf(shifted, assumed)).toBe(
      'sluice plan checkout@production --rate 0.5 --errors errors=0.07% --errors latency=1.1%',
    );
  });

  test('is a plain number', () => {
    const within = { least: 0, most: 100 };
    expect(['', '1e1', ' 1', '.5', '1.', '101', '0x1'].map((text) => readNumber(text, within))).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
    expect(readNumber('0.25', within)).toBe(0.25);
  });
});

test('a slider goes back to the position of each of its values, and each step is more', () => {
  const scale = { from: 0.001, to: 100 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: lastPosition(scale) }), (position) => {
      expect(positionOf(valueAt(position, scale), scale)).toBe(position);
      expect(valueAt(position + 1, scale)).toBeGreaterThan(valueAt(position, scale));
    }),
  );
  expect([positionOf(0, scale), positionOf(1e9, scale)]).toEqual([0, lastPosition(scale)]);
});
