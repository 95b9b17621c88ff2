import { weighedBySpread } from '../../analysis/instance-spread.ts';
import type { Block, Weighed } from '../../analysis/types.ts';
import type { MetricConfig } from '../../config/plan.ts';
import type { WatchState } from '../types.ts';
import type { Watched } from './watched.ts';

/** How a block is weighed where that is not by the plan's own figures. Pure. */
export function weighedBy(watched: Watched, state: Pick<WatchState, 'ready'>): Pick<Block, 'weighed'> {
  const weighed = Object.fromEntries(
    watched.metrics.flatMap((metric) => {
      const own = weigh(watched, metric, state);
      return Object.keys(own).length === 0 ? [] : [[metric.name, own] as const];
    }),
  );
  return Object.keys(weighed).length === 0 ? {} : { weighed };
}

function weigh(
  { calibrations, limits, candidate, stable }: Watched,
  metric: MetricConfig,
  { ready }: Pick<WatchState, 'ready'>,
): Weighed {
  const { burstDivisor, spread } = calibrations[metric.name] ?? {};
  const limit = limits[metric.name];
  const instances = {
    candidate: ready[candidate] ?? 0,
    stable: stable === null ? 0 : (ready[stable] ?? 0),
  };
  return {
    ...(burstDivisor === undefined || metric.burstDivisor !== undefined ? {} : { burstDivisor }),
    ...(spread === undefined ? {} : weighedBySpread(metric, spread, instances)),
    ...(limit === undefined ? {} : { limit }),
  };
}
