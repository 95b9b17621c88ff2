import { begin } from '../../analysis/verdict.ts';
import type { BasisPoints } from '../../config/plan.ts';
import type { WatchRequest, WatchState } from '../types.ts';
import { metricsOf, settingsOf } from './metrics.ts';

/** The state of a release's watch before its first block. Pure. */
export function beginState(
  { metrics, analysis, learnt, calibrations }: WatchRequest,
  granularity: BasisPoints,
): WatchState {
  return {
    verdict: begin(metricsOf(metrics, learnt.edges, calibrations), settingsOf(analysis, granularity)),
    openSince: null,
    unbrokenSince: null,
    last: {},
    ...learnt,
    granularity,
    ready: {},
    notReady: { blue: 0, green: 0 },
    requests: null,
    seen: null,
  };
}
