import { decide, type Verdict } from './decision.ts';
import type { Conditions } from './lacking.ts';
import type { Metric, Settings, VerdictState } from './types.ts';

/** What a running release is asked; times are milliseconds since the epoch. */
export interface Question {
  /** The weight that is in effect. */
  stage: string;
  /** Left out while nothing waits for a verdict: then only a fail is one. */
  bake?: { until: 'safe' | 'elapsed'; minRequests: number; minUntil: number; maxUntil: number };
  /** A person was asked about a candidate that is faster: it stands against nothing any more. */
  fasterAccepted?: boolean;
}

/** A verdict, with the state and the conditions that it was given by. */
export interface Decided {
  verdict: Verdict;
  known: VerdictState;
  conditions: Conditions;
}

/** The verdict on a running release at this time. */
export function decideAt(
  question: Question,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  now: number,
): Decided {
  const known = ofThisWeight(question, state);
  const { fasterAccepted = false } = question;
  const conditions = {
    ...conditionsOf(question, known, now),
    ...(fasterAccepted ? { fasterAccepted } : {}),
  };
  return { verdict: decide(known, metrics, settings, conditions), known, conditions };
}

/**
 * Until the first block of a weight has ended, the newest stage is that of the weight before. What was proven and
 * seen there says nothing of this one; the evidence of harm goes on.
 */
function ofThisWeight({ stage }: Question, state: VerdictState): VerdictState {
  if (state.stage?.name === stage) return state;
  const { stage: _stage, newest: _newest, ...rest } = state;
  return rest;
}

/**
 * Time at the present weight is asked for as the bake's own earliest end. The clock says when it is reached: the
 * newest block ends up to a block earlier, so that a bake with a fixed time would never be seen to be over.
 */
function conditionsOf({ bake }: Question, { stage }: VerdictState, now: number): Conditions {
  if (bake === undefined) return { minRequests: 0, minSeconds: 0, deadlinePassed: false };
  const began = stage?.start ?? now;
  return {
    until: bake.until,
    minRequests: bake.minRequests,
    minSeconds: now < bake.minUntil ? (bake.minUntil - began) / 1000 : 0,
    deadlinePassed: now >= bake.maxUntil,
  };
}
