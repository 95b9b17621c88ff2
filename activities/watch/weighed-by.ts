import type { Block, Weighed } from '../../analysis/types.ts';
import type { Watched } from './watched.ts';

/** How a block is weighed where that is not by the plan's own figures. Pure. */
export function weighedBy({ metrics, calibrations }: Watched): Pick<Block, 'weighed'> {
  const weighed = Object.fromEntries(
    metrics.flatMap(({ name, burstDivisor }): [string, Weighed][] => {
      const calibrated = calibrations[name];
      if (burstDivisor !== undefined || calibrated === undefined) return [];
      return [[name, { burstDivisor: calibrated.burstDivisor }]];
    }),
  );
  return Object.keys(weighed).length === 0 ? {} : { weighed };
}
