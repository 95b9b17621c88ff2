import { expect, test } from 'vitest';
import { decide } from '../../../../analysis/decision.ts';
import { forecastRamp } from '../../../../analysis/forecast/ramp.ts';
import type { ExpectedRamp } from '../../../../analysis/forecast/types.ts';
import { decideRamp } from '../../../../analysis/ramp/decide-ramp.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { block, errorMetric, settings, sides } from '../release.ts';
import { poisson, uniform } from '../seeded.ts';
import { bare, expectedMetric } from './expected.ts';

const ramp: ExpectedRamp = {
  kind: 'ramp',
  step: 0,
  budget: 50,
  from: 0.01,
  to: 0.5,
  maxFactor: 5,
  max: 7200,
};
const around = { ...bare, perSecond: 200, block: 10, undo: 5, plannedBlocks: 720 };
const RATE = 0.01;
const RELEASES = 30;

/** Seconds until a seeded ramp is done or stopped, and the candidate's bad responses in excess until then. */
function climb(ratio: number, random: () => number): { end: string; seconds: number; excess: number } {
  const used = { ...settings, plannedBlocks: 720 };
  const metrics = [errorMetric()];
  let state = begin(metrics, used);
  let share = ramp.from;
  let excess = 0;
  for (let i = 0; i < 720; i += 1) {
    const candidate = Math.round(2000 * share);
    const bad = poisson(candidate * RATE * ratio, random);
    excess += bad - candidate * RATE;
    const row = [candidate, bad, 2000 - candidate, poisson((2000 - candidate) * RATE, random)] as const;
    state = advance(state, metrics, used, block(i, { errors: sides(row) }, { stage: String(share), share }));
    const asked = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
    const seconds = (i + 1) * 10;
    if (decide(state, metrics, used, asked).outcome === 'fail') return { end: 'stopped', seconds, excess };
    const position = { share, blockSeconds: 10, undoSeconds: around.undo, deadlinePassed: false };
    const decision = decideRamp(state, metrics, used, ramp, position);
    if (decision.kind === 'done') return { end: 'done', seconds, excess };
    if (decision.kind === 'raise') share = decision.to;
  }
  return { end: 'undecided', seconds: 7200, excess };
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

test.each([
  [1, 'done'],
  [2, 'stopped'],
  [5, 'stopped'],
])('a ramp x%d is forecast as the middle of seeded ones', (ratio, end) => {
  const random = uniform(3);
  const metric = expectedMetric({ rates: [RATE], negligible: 0.001, floor: 0.001 });
  const { good, metrics } = forecastRamp(ramp, [metric], 0, around);
  const fault = metrics[0]?.faults.find((each) => each.fault === ratio);
  const seconds = ratio === 1 ? good.seconds : fault?.kind === 'stopped' ? fault.seconds : NaN;
  const played = Array.from({ length: RELEASES }, () => climb(ratio, random)).filter(
    (each) => each.end === end,
  );
  expect(played.length).toBeGreaterThan(0.8 * RELEASES);
  const off = middle(played.map((each) => each.seconds)) / seconds;
  expect(Math.max(off, 1 / off)).toBeLessThan(1.6);
  if (fault?.kind !== 'stopped') return;
  const cost = middle(played.map(({ excess }) => excess)) / fault.excess;
  expect(Math.max(cost, 1 / cost)).toBeLessThan(2);
});
