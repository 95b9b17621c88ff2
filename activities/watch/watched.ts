import type { Metric, Settings } from '../../analysis/types.ts';
import type { WatchRequest, WatchState } from '../types.ts';
import { metricsOf, settingsOf } from './metrics.ts';

/** What is watched: all that blocks are made by. */
export type Watched = Pick<
  WatchRequest,
  | 'metrics'
  | 'analysis'
  | 'calibrations'
  | 'limits'
  | 'candidate'
  | 'stable'
  | 'stage'
  | 'weight'
  | 'mode'
  | 'trafficSince'
>;

/** The verdict's view of what is watched. Pure. */
export function judgedBy(
  { metrics, analysis, calibrations }: Watched,
  state: WatchState,
): { metrics: Metric[]; settings: Settings } {
  return {
    metrics: metricsOf(metrics, state.edges, calibrations),
    settings: settingsOf(analysis, state.granularity),
  };
}
