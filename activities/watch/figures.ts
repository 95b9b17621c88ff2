import { summarise } from '../../analysis/summary.ts';
import type { MetricSummary, Settings } from '../../analysis/types.ts';
import type { BasisPoints } from '../../config/plan.ts';
import { shareOf } from '../requests-between.ts';
import type { Chunk } from './chunk.ts';
import { judgedBy } from './watched.ts';

/** How a watch stands. Shares are the candidate's. */
export interface WatchFigures {
  /** By the router's own account; left out where it could not be read. */
  readBack?: BasisPoints;
  /** Over the last blocks; left out where no request was seen. */
  observed?: BasisPoints;
  evidence: MetricSummary[];
  /** By metric name. */
  overBounds: Record<string, OverBounds>;
}

/** Evidence of one metric over the bound at which it decides, 0 to 1. */
export interface OverBounds {
  /** Its part of the evidence of harm, in comparison with the stable side; 0 while that does not count. */
  harm: number;
  /** The same against its limit; left out without one. */
  limit?: number;
  /** 1 where it is proven safe; left out where nothing can be proven yet. */
  safe?: number;
}

/** Sums up what a chunk knows. Pure. */
export function figuresOf({ request, state, recent, readBack }: Chunk): WatchFigures {
  const { metrics, settings } = judgedBy(request, state);
  const requests = { blue: 0, green: 0 };
  for (const each of recent) {
    requests.blue += each.blue;
    requests.green += each.green;
  }
  const observed = shareOf(request.candidate, requests);
  const summaries = summarise(state.verdict, metrics, settings);
  return {
    ...(readBack === undefined ? {} : { readBack }),
    ...(observed === undefined ? {} : { observed }),
    evidence: summaries.map((each) => {
      const calibration = request.calibrations[each.name];
      return calibration === undefined ? each : { ...each, calibration };
    }),
    overBounds: Object.fromEntries(summaries.map((each) => [each.name, overBounds(each, settings)])),
  };
}

function overBounds(
  { aboveFloor, harmEvidence, limit, proven, safeLogE }: MetricSummary,
  { beta }: Settings,
): OverBounds {
  const safe = safeLogE === null ? undefined : Math.min(1, beta * Math.exp(safeLogE));
  return {
    harm: aboveFloor ? harmEvidence / 100 : 0,
    ...(limit === undefined ? {} : { limit: limit.harmEvidence / 100 }),
    ...(proven ? { safe: 1 } : safe === undefined ? {} : { safe }),
  };
}
