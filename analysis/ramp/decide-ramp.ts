import { hasTurned } from '../combined-harm.ts';
import { decide } from '../decision.ts';
import { lacking, requiredMetrics, silence, type InconclusiveReason } from '../lacking.ts';
import type { Metric, Settings, VerdictState } from '../types.ts';
import {
  allowedWeight,
  lateCap,
  roundDown,
  uncoverable,
  type RampSettings,
  type Uncoverable,
} from './allowed.ts';
import { faultsOf, isClearedNow, loadsOf, type RampTimes } from './faults.ts';

const DOUBTS: ReadonlySet<string> = new Set<InconclusiveReason>([
  'split is not what was asked',
  'noise model broken',
  'faster than before',
]);

/** Blocks that every weight is held for at least. */
export const DWELL = 3;
/** A raise that is smaller is not worth a new weight. */
const LEAST_RAISE = 1.5;
/** Weights are binary fractions: a difference below this is none. */
const TINY = 1e-9;

/** How long every weight is held at least. Blocks that were cut short by a change of weight count by their length. */
export function dwellSeconds(blockSeconds: number): number {
  return DWELL * blockSeconds;
}

/** How a ramp stands. */
export interface RampPosition extends RampTimes {
  /** The candidate's share of the traffic in effect, 0 to 1. */
  share: number;
  deadlinePassed: boolean;
  /** See `Conditions`. */
  fasterAccepted?: boolean;
}

/**
 * Why the weight stays as it is.
 * - `evidence`: there are no requests at this weight to go by, or the newest block could not read them.
 * - `warmup`: the candidate warms up.
 * - `turned`: combined evidence of harm is at 10 or more.
 * - `doubt`: a person has to decide, since the figures alone do not tell good from bad.
 * - `dwell`: the weight has not stood for as long as three blocks.
 * - `budget`: what is not excluded yet would cost more than the budget at a larger weight.
 * - `top`: it is the largest that is asked for, and worse than the safe margin is not excluded yet.
 */
export type RampHold = 'evidence' | 'warmup' | 'turned' | 'doubt' | 'dwell' | 'budget' | 'top';

/** What a ramp does after a block; weights are shares, 0 to 1, and multiples of the granularity. */
export type RampDecision = {
  /** The largest weight that the budget bears now; undefined while no traffic is known. */
  allowed?: number;
  /** What no weight keeps within the budget. */
  uncoverable: Uncoverable[];
} & (
  | { kind: 'raise'; to: number }
  | { kind: 'wait'; why: RampHold }
  | { kind: 'done' }
  | { kind: 'inconclusive'; reason: InconclusiveReason }
);

/** Decides after the newest block (verdict.md §8). A fail is looked for before it, and never raises. */
export function decideRamp(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  ramp: RampSettings,
  position: RampPosition,
): RampDecision {
  const { granularity } = settings;
  const faults = faultsOf(metrics, state, settings, position);
  const known = requiredMetrics(metrics).every((metric) => isKnown(metric, state, settings, position));
  const allowed = known ? allowedWeight(faults, ramp, granularity) : undefined;
  const shown = {
    uncoverable: uncoverable(faults, ramp, granularity),
    ...(allowed === undefined ? {} : { allowed }),
  };
  const cap = capOf(state, metrics, settings, ramp, position);
  const doubt = doubtOf(state, metrics, settings, position);
  const why = doubt === undefined ? held(state, metrics, settings, position) : 'doubt';
  const atTop = isTop(position.share, ramp, cap, granularity);
  if (why === undefined && atTop) {
    const cleared = requiredMetrics(metrics).every((metric) => isClearedNow(metric, state));
    if (cleared) return { ...shown, kind: 'done' };
  }
  if (position.deadlinePassed) {
    return { ...shown, kind: 'inconclusive', reason: doubt ?? unanswered(state, metrics, settings) };
  }
  if (why !== undefined || allowed === undefined) return { ...shown, kind: 'wait', why: why ?? 'evidence' };
  if (atTop) return { ...shown, kind: 'wait', why: 'top' };
  const to = nextWeight(position.share, Math.min(allowed, cap), ramp, granularity);
  return to === undefined ? { ...shown, kind: 'wait', why: 'budget' } : { ...shown, kind: 'raise', to };
}

/** The weight that follows this one, where so much is allowed; undefined when it is not raised. Never below it. */
export function nextWeight(
  share: number,
  allowed: number,
  { to, maxFactor }: Pick<RampSettings, 'to' | 'maxFactor'>,
  granularity: number,
): number | undefined {
  const top = roundDown(to, granularity);
  if (allowed < Math.min(LEAST_RAISE * share, top) - TINY) return undefined;
  const next = roundDown(Math.min(allowed, share * maxFactor, top), granularity);
  return next > share ? next : undefined;
}

/** No larger weight is asked for: it is at `to`, or what `lateBudget` leaves is no raise. */
function isTop(share: number, ramp: RampSettings, cap: number, granularity: number): boolean {
  const top = roundDown(ramp.to, granularity);
  return share >= top || (cap < top && nextWeight(share, cap, ramp, granularity) === undefined);
}

/** The largest weight by `lateBudget`, for the traffic of the busiest metric; 1 where nothing caps it. */
export function capOf(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  { lateBudget }: RampSettings,
  times: RampTimes,
): number {
  if (lateBudget === undefined) return 1;
  const busiest = requiredMetrics(metrics).flatMap((metric) =>
    loadsOf(metric, state, settings, times).map(({ load }) => load.perSecond),
  );
  return busiest.length === 0 ? 1 : lateCap(Math.max(...busiest), lateBudget, times, settings.granularity);
}

/** Why nothing may be said of this weight yet; undefined when the budget decides. */
function held(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  { blockSeconds }: RampTimes,
): RampHold | undefined {
  const { stage, newest } = state;
  if (stage === undefined || newest === undefined) return 'evidence';
  if (hasTurned(state, metrics, settings)) return 'turned';
  if (newest.warmup) return 'warmup';
  const required = requiredMetrics(metrics);
  if (silence(state, required) !== undefined) return 'evidence';
  if (stage.seconds < dwellSeconds(blockSeconds) - TINY) return 'dwell';
  const seen = required.every(({ name }) => (state.metrics[name]?.stage.candidate.total ?? 0) > 0);
  return seen ? undefined : 'evidence';
}

/** What a person is asked about at once, whatever the deadline. */
function doubtOf(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  { fasterAccepted = false }: RampPosition,
): InconclusiveReason | undefined {
  const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false, fasterAccepted };
  const { outcome, reason } = decide(state, metrics, settings, conditions);
  // Without a deadline every inconclusive answer is a doubt, and none of them is a reason of a fail.
  return outcome === 'inconclusive' && isDoubt(reason) ? reason : undefined;
}

function isDoubt(reason: string | undefined): reason is InconclusiveReason {
  return reason !== undefined && DOUBTS.has(reason);
}

function unanswered(state: VerdictState, metrics: readonly Metric[], settings: Settings): InconclusiveReason {
  // The weight is so new that no block of it has ended; the ones before had data.
  if (state.stage === undefined && state.blocks > 0) return 'not yet known';
  const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: true };
  return lacking(state, metrics, settings, conditions) ?? 'not yet known';
}

/** Whether enough was counted of a metric to say what a larger weight may cost. */
function isKnown(metric: Metric, state: VerdictState, settings: Settings, times: RampTimes): boolean {
  return isClearedNow(metric, state) || loadsOf(metric, state, settings, times).length > 0;
}
