import { decideRamp, type RampPosition } from '../../analysis/ramp/decide-ramp.ts';
import { explainRamp } from '../../analysis/ramp/explain-ramp.ts';
import type { Uncoverable } from '../../analysis/ramp/allowed.ts';
import type { Metric, Settings, VerdictState } from '../../analysis/types.ts';
import type { Milliseconds } from '../../config/plan.ts';
import type { RampView } from '../../workflows/messages.ts';
import type { WatchRequest } from '../types.ts';
import type { RampRequest } from './ramp-request.ts';
import type { Finding } from './judge.ts';

/** What a ramp does by the blocks of the present weight. */
export interface RampJudgement {
  /** Undefined: watch on. */
  ends?: Finding;
  view: RampView;
}

/** By what the blocks are weighed. */
export interface RampEvidence {
  metrics: Metric[];
  settings: Settings;
  /** Length of a block. */
  block: Milliseconds;
  /** A person knows that the candidate is faster. */
  fasterAccepted: boolean;
}

/**
 * Decides whether the weight rises, stays or is the last, at a time in milliseconds since the epoch. `known` holds no
 * stage unless a block of the present weight has ended. Pure.
 */
export function judgeRamp(
  ramp: RampRequest,
  { weight }: Pick<WatchRequest, 'weight'>,
  known: VerdictState,
  { metrics, settings, block, fasterAccepted }: RampEvidence,
  now: number,
): RampJudgement {
  const { from, to, effect, maxUntil, ...paces } = ramp;
  const asked = { ...paces, from: from / 10_000, to: to / 10_000 };
  const position: RampPosition = {
    share: weight / 10_000,
    blockSeconds: block / 1000,
    undoSeconds: effect / 1000,
    deadlinePassed: now >= maxUntil,
    fasterAccepted,
  };
  const decision = decideRamp(known, metrics, settings, asked, position);
  const { sentence, next } = explainRamp(decision, known, metrics, settings, asked, position);
  const view: RampView = {
    weight,
    ...(next === undefined ? {} : { next: points(next) }),
    sentence,
    uncoverable: decision.uncoverable.map(toJson),
  };
  switch (decision.kind) {
    case 'wait':
      return { view };
    case 'raise':
      return {
        view,
        ends: { kind: 'raise', reason: 'raise', message: sentence, raise: points(decision.to) },
      };
    case 'done':
      return { view, ends: { kind: 'pass', reason: 'pass', message: sentence } };
    case 'inconclusive':
      return { view, ends: { kind: 'inconclusive', reason: decision.reason, message: sentence } };
  }
}

function points(share: number): number {
  return Math.round(share * 10_000);
}

/** JSON has no infinity. */
function toJson({ cost, ...fault }: Uncoverable): RampView['uncoverable'][number] {
  return { ...fault, cost: Number.isFinite(cost) ? cost : null };
}
