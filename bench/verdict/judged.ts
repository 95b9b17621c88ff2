import { combinedHarm } from '../../analysis/combined-harm.ts';
import { decide } from '../../analysis/decision.ts';
import { isProven } from '../../analysis/proof.ts';
import { advance, begin } from '../../analysis/verdict.ts';
import type { Block, Counts, Metric, Settings, Weighed } from '../../analysis/types.ts';
import { HOUR, sum, type Moment } from './release.ts';
import { INTERVAL, type Interval } from './traffic.ts';

/** The metric of every bench: the sharpest margin, so that a good release has no slack. */
export const METRIC: Metric = {
  name: 'errors',
  weight: 1,
  margin: 1,
  safeMargin: 2,
  negligible: 0.001,
  burstDivisor: 1,
  required: true,
  floor: 0,
};

/** How a stream is judged. */
export interface Terms {
  /** Base intervals in a block. */
  blockIntervals: number;
  weighed: (block: number) => Weighed;
  stage?: (block: number) => string;
  /** Blocks carry the halves of the stable side, so that the negative control runs. */
  control?: boolean;
}

/** What came of it; seconds since the first request. */
export interface Judged {
  stopped?: number;
  passed?: number;
  /** The negative control has made a fail a question to a person. */
  asked?: number;
}

/** Judges a stream to its end, or until it is stopped; `untilPass` also ends at a pass. */
export function judge(moments: readonly Moment[], terms: Terms, untilPass = false): Judged {
  const { blockIntervals } = terms;
  const blocks = Math.floor(moments.length / blockIntervals);
  const settings: Settings = {
    alpha: 0.01,
    beta: 0.05,
    plannedBlocks: Math.ceil(HOUR / blockIntervals),
    splitDivisor: 10,
    granularity: 0.0001,
  };
  const metrics = [METRIC];
  const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
  const judged: Judged = {};
  let state = begin(metrics, settings);
  for (let i = 0; i < blocks; i += 1) {
    const moment = pooled(moments.slice(i * blockIntervals, (i + 1) * blockIntervals));
    state = advance(state, metrics, settings, blockOf(moment, i, terms));
    const harm = combinedHarm(state, metrics, settings).logE ?? 0;
    if (harm < Math.log(100) && !isProven(METRIC, state)) continue;
    const { outcome, reason } = decide(state, metrics, settings, conditions);
    const seconds = (i + 1) * blockIntervals * INTERVAL;
    if (outcome === 'fail') return { ...judged, stopped: seconds };
    if (outcome === 'pass') judged.passed ??= seconds;
    if (outcome === 'pass' && untilPass) return judged;
    if (reason === 'noise model broken') return { ...judged, asked: seconds };
  }
  return judged;
}

function pooled(moments: readonly Moment[]): Moment {
  return moments.reduce((one, other) => ({
    candidate: sum(one.candidate, other.candidate),
    stable: sum(one.stable, other.stable),
    halves: { a: sum(one.halves.a, other.halves.a), b: sum(one.halves.b, other.halves.b) },
  }));
}

function blockOf({ candidate, stable, halves }: Moment, i: number, terms: Terms): Block {
  const counts = ({ total, bad }: Interval): Counts => ({ total, bad: [bad] });
  return {
    start: i * terms.blockIntervals * INTERVAL * 1000,
    seconds: terms.blockIntervals * INTERVAL,
    stage: terms.stage?.(i) ?? 'only',
    counts: {
      errors: {
        candidate: counts(candidate),
        stable: counts(stable),
        ...(terms.control === true ? { halves: { a: counts(halves.a), b: counts(halves.b) } } : {}),
      },
    },
    weighed: { errors: terms.weighed(i) },
  };
}
