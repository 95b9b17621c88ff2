import { expect, test } from 'vitest';
import { decide } from '../../../../analysis/decision.ts';
import { momentOf } from '../../../../analysis/forecast/moment.ts';
import { toSafe } from '../../../../analysis/forecast/to-safe.ts';
import { toStop } from '../../../../analysis/forecast/to-stop.ts';
import { isProven } from '../../../../analysis/proof.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { block, errorMetric, settings, sides } from '../release.ts';
import { poisson, uniform } from '../seeded.ts';
import { bare, expectedMetric } from './expected.ts';

const RELEASES = 40;
const SHARE = 0.1;
const BLOCK = 10;
const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

interface Setting {
  perSecond: number;
  rate: number;
  burstDivisor: number;
  /** Blocks of a good version before the fault begins. */
  good: number;
  /** The candidate's rate over the stable side's; 1 asks for the proof. */
  ratio: number;
}

/** Seconds and bad responses in excess until the stop, or until the proof, of seeded releases in order of time. */
function played(setting: Setting): { seconds: number; excess: number }[] {
  const { perSecond, rate, burstDivisor, good, ratio } = setting;
  const random = uniform(7);
  const metrics = [errorMetric({ burstDivisor })];
  const candidate = perSecond * BLOCK * SHARE;
  const stable = perSecond * BLOCK * (1 - SHARE);
  const ends = Array.from({ length: RELEASES }, () => {
    let state = begin(metrics, settings);
    let excess = 0;
    for (let i = 0; i < 3000; i += 1) {
      const faulty = i < good ? rate : rate * ratio;
      const bad = poisson(candidate * faulty, random);
      if (i >= good) excess += bad - candidate * rate;
      const row = [candidate, bad, stable, poisson(stable * rate, random)] as const;
      state = advance(state, metrics, settings, block(i, { errors: sides(row) }));
      const [metric] = metrics;
      const over =
        ratio === 1
          ? metric !== undefined && isProven(metric, state)
          : decide(state, metrics, settings, conditions).outcome === 'fail';
      if (over) return { seconds: (i + 1 - good) * BLOCK, excess };
    }
    return { seconds: Infinity, excess };
  });
  return ends.filter(({ seconds }) => seconds > 0).sort((a, b) => a.seconds - b.seconds);
}

/** What a forecast may be off from the middle of the releases played, in either direction. */
const FACTOR = 1.6;

function near(actual: number, expected = NaN): void {
  expect(Math.max(actual / expected, expected / actual)).toBeLessThan(FACTOR);
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

test.each<Setting>([
  { perSecond: 200, rate: 0.01, burstDivisor: 1, good: 0, ratio: 1 },
  { perSecond: 400, rate: 0.01, burstDivisor: 8, good: 0, ratio: 1 },
  { perSecond: 400, rate: 0.0005, burstDivisor: 8, good: 0, ratio: 1 },
  { perSecond: 100, rate: 0.01, burstDivisor: 1, good: 0, ratio: 2 },
  { perSecond: 200, rate: 0.01, burstDivisor: 1, good: 0, ratio: 5 },
  { perSecond: 200, rate: 0.01, burstDivisor: 8, good: 0, ratio: 5 },
  { perSecond: 200, rate: 0.01, burstDivisor: 8, good: 0, ratio: 10 },
  { perSecond: 200, rate: 0.01, burstDivisor: 1, good: 60, ratio: 2 },
  { perSecond: 200, rate: 0.01, burstDivisor: 8, good: 60, ratio: 5 },
])('a forecast is the middle of seeded releases: %o', (setting) => {
  const { perSecond, rate, burstDivisor, good, ratio } = setting;
  const around = { ...bare, perSecond, block: BLOCK, plannedBlocks: settings.plannedBlocks };
  const metric = expectedMetric({ rates: [rate], burstDivisor, negligible: 0.001, floor: 0.001 });
  const moment = momentOf(SHARE, good, true, around);
  const releases = played(setting);
  expect(releases.length).toBeGreaterThan(0.9 * RELEASES);
  const seconds = middle(releases.map((each) => each.seconds));
  if (ratio === 1) return near(seconds, toSafe(metric, moment, around).seconds);
  const stop = toStop(metric, ratio, moment, around);
  near(seconds, stop.kind === 'stops' ? stop.seconds : NaN);
  near(middle(releases.map((each) => each.excess)), stop.kind === 'stops' ? stop.excess : NaN);
});
