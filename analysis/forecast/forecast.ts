import { forecastBakes, type BakeForecast } from './bakes.ts';
import { momentOf } from './moment.ts';
import { forecastRamp, type RampForecast } from './ramp.ts';
import { remediesFor, type Remedies } from './remedies.ts';
import { toSafe, type ToSafe } from './to-safe.ts';
import { toStop, type ToStop } from './to-stop.ts';
import {
  FAULTS,
  type Circumstances,
  type ExpectedMetric,
  type ExpectedStage,
  type ExpectedWeight,
  type Fault,
} from './types.ts';

/** What is expected of one metric at one weight. */
export interface MetricForecast {
  name: string;
  safe: ToSafe;
  faults: ({ fault: Fault } & ToStop)[];
}

/** What is expected at one weight. */
export interface WeightForecast {
  /** Index of the step that sets it. */
  step: number;
  share: number;
  /** The candidate's requests a second. */
  perSecond: number;
  metrics: MetricForecast[];
  bakes: (BakeForecast & { remedies?: Remedies })[];
  /**
   * The least that a fault costs which shows at this weight first: bad responses of a candidate that fails every
   * request for one block, until it can be read, and the undo, at whatever pace the weight was reached.
   */
  least: { seconds: number; bad: number };
}

/** What is expected of a release between its first weight and its cutover. */
export interface Forecast {
  weights: WeightForecast[];
  ramps: RampForecast[];
}

/**
 * What a release is expected to take and to cost at each of its weights, before it begins. Each figure is that of
 * the evidence at the counts expected: about half of all releases take longer.
 */
export function forecast(
  stages: readonly ExpectedStage[],
  metrics: readonly ExpectedMetric[],
  around: Circumstances,
): Forecast {
  const found: Forecast = { weights: [], ramps: [] };
  let blocksBefore = 0;
  let share = 0;
  stages.forEach((stage, index) => {
    let seconds: number;
    if (stage.kind === 'ramp') {
      const ramp = forecastRamp(stage, metrics, share, around);
      found.ramps.push(ramp);
      ({ seconds } = ramp.good);
      share = ramp.good.weights.at(-1)?.share ?? share;
    } else {
      const weight = forecastWeight(stage, metrics, blocksBefore, index === 0, around);
      found.weights.push(weight);
      seconds = weight.bakes.reduce((sum, bake) => sum + bake.seconds, 0);
      ({ share } = stage);
    }
    blocksBefore += Math.ceil(seconds / around.block);
  });
  return found;
}

function forecastWeight(
  weight: ExpectedWeight,
  metrics: readonly ExpectedMetric[],
  blocksBefore: number,
  first: boolean,
  around: Circumstances,
): WeightForecast {
  const { step, share } = weight;
  const moment = momentOf(share, blocksBefore, first, around);
  const perSecond = share * around.perSecond;
  const told = metrics.map((metric) => ({
    name: metric.name,
    safe: toSafe(metric, moment, around),
    faults: FAULTS.map((fault) => ({ fault, ...toStop(metric, fault, moment, around) })),
  }));
  const safe = Object.fromEntries(told.map((each) => [each.name, each.safe]));
  const seconds = around.block + around.lag + around.undo;
  return {
    step,
    share,
    perSecond,
    metrics: told,
    bakes: forecastBakes(weight, metrics, safe, perSecond).map((bake, index) => {
      const slowest = metrics.find(({ name }) => name === bake.undecided?.metric);
      const max = weight.bakes[index]?.max ?? 0;
      if (slowest === undefined) return bake;
      return { ...bake, remedies: remediesFor(slowest, moment, max, around) };
    }),
    least: { seconds, bad: perSecond * seconds },
  };
}
