import { decide } from '../../analysis/decision.ts';
import type { RampSettings } from '../../analysis/ramp/allowed.ts';
import { decideRamp } from '../../analysis/ramp/decide-ramp.ts';
import { firstWeight } from '../../analysis/ramp/first-weight.ts';
import { advance, begin } from '../../analysis/verdict.ts';
import type { Metric, Settings, VerdictState } from '../../analysis/types.ts';
import type { Random } from './random.ts';

/** One kind of release. */
export interface RampCase {
  /** Requests a second of both sides. */
  perSecond: number;
  /** The stable side's bad rate. */
  rate: number;
  /** How many times as bad the candidate is, from its first request on; `all`: it fails every one. */
  fault: number | 'all';
  /** Bad requests that come at once. */
  burst: number;
  burstDivisor: number;
  blockSeconds: number;
}

/** How a release ended, in minutes since its first weight, and the candidate's bad responses that a good one has not. */
export interface Ended {
  end: 'done' | 'fail' | 'unknown';
  minutes: number;
  excess: number;
}

const RAMP: RampSettings = { budget: 50, from: 0.01, to: 0.5, maxFactor: 5 };
/** Seconds from a fail until no request goes to the candidate, and between a change of weight and the next block. */
const UNDO = 5;
/** Two hours, the default of `max`. */
const LONGEST = 7200;
const STEPS = [0.05, 0.1, 0.25, 0.5];
const STEP = 300;
/** Minutes that the fixed steps take. */
export const FIXED = (STEPS.length * STEP) / 60;

interface Played {
  state: VerdictState;
  share: number;
  stage: number;
  seconds: number;
  excess: number;
}

/** Plays a ramp, whose first weight goes by the traffic that was seen before. */
export function playRamp(each: RampCase, random: Random): Ended {
  const { metric, settings } = judgedBy(each);
  const times = { blockSeconds: each.blockSeconds, undoSeconds: UNDO };
  const past = { errors: { perSecond: each.perSecond, rates: [Math.max(each.rate, 1e-6)] } };
  const share = firstWeight([metric], past, settings, RAMP, times);
  return play(each, random, share, (played) => {
    const position = { share: played.share, deadlinePassed: played.seconds >= LONGEST, ...times };
    const decision = decideRamp(played.state, [metric], settings, RAMP, position);
    if (decision.kind === 'raise') return decision.to;
    if (decision.kind === 'inconclusive') return 'unknown';
    return decision.kind === 'done' ? 'done' : played.share;
  });
}

/** Plays fixed steps by the same verdict: only a fail ends them early. */
export function playFixed(each: RampCase, random: Random): Ended {
  return play(each, random, STEPS[0] ?? 0, ({ seconds }) => STEPS[Math.floor(seconds / STEP)] ?? 'done');
}

function play(
  each: RampCase,
  random: Random,
  first: number,
  next: (played: Played) => number | 'done' | 'unknown',
): Ended {
  const { metric, settings } = judgedBy(each);
  const state = begin([metric], settings);
  let played: Played = { state, share: first, stage: 1, seconds: 0, excess: 0 };
  for (;;) {
    played = withBlock(played, each, random, metric, settings);
    const { excess, seconds, share } = played;
    const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
    if (decide(played.state, [metric], settings, conditions).outcome === 'fail') {
      const undone = each.perSecond * share * UNDO * (faultyRate(each) - each.rate);
      return { end: 'fail', minutes: seconds / 60, excess: excess + undone };
    }
    const then = next(played);
    if (typeof then === 'string') return { end: then, minutes: seconds / 60, excess };
    if (then !== share) played = { ...played, share: then, stage: played.stage + 1, seconds: seconds + UNDO };
  }
}

function withBlock(
  played: Played,
  each: RampCase,
  random: Random,
  metric: Metric,
  settings: Settings,
): Played {
  const { share, seconds } = played;
  const { perSecond, rate, burst, blockSeconds } = each;
  const side = (requests: number, bad: number): { total: number; bad: number[] } => {
    const total = random.poisson(requests);
    if (bad >= 1) return { total, bad: [total] };
    const found = burst * random.poisson((requests * bad) / burst);
    return { total: Math.max(total, found), bad: [found] };
  };
  const requests = perSecond * blockSeconds;
  const candidate = side(requests * share, faultyRate(each));
  const state = advance(played.state, [metric], settings, {
    start: seconds * 1000,
    seconds: blockSeconds,
    stage: String(played.stage),
    share,
    counts: { errors: { candidate, stable: side(requests * (1 - share), rate) } },
  });
  const excess = (candidate.bad[0] ?? 0) - candidate.total * rate;
  return { ...played, state, seconds: seconds + blockSeconds, excess: played.excess + excess };
}

function faultyRate({ fault, rate }: RampCase): number {
  return fault === 'all' ? 1 : fault * rate;
}

function judgedBy({ burstDivisor, blockSeconds }: RampCase): { metric: Metric; settings: Settings } {
  const metric: Metric = {
    name: 'errors',
    weight: 1,
    margin: 1.25,
    safeMargin: 2,
    negligible: 0.001,
    burstDivisor,
    required: true,
    floor: 0.001,
  };
  const plannedBlocks = LONGEST / blockSeconds;
  return {
    metric,
    settings: { alpha: 0.01, beta: 0.05, plannedBlocks, splitDivisor: 10, granularity: 0.0001 },
  };
}
