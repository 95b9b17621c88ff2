/** The forecast of a plan: what `sluice plan` adds where the traffic is known. */
import { ASSUMED_DIVISOR } from '../../analysis/calibration.ts';
import { forecast, type WeightForecast } from '../../analysis/forecast/forecast.ts';
import type { Circumstances } from '../../analysis/forecast/types.ts';
import type { Plan } from '../../config/plan.ts';
import { formatDuration } from '../../config/units.ts';
import { adviceOf } from './advice.ts';
import { durationsOf, type Durations } from './durations.ts';
import { circumstances, expectedMetrics, expectedWeights } from './expectation.ts';
import type { Fact } from './facts.ts';
import type { Traffic } from './traffic.ts';

/** All that is expected of a release. Times are in seconds, but those of `durations`. */
export interface PlanForecast {
  traffic: Traffic;
  around: Circumstances;
  weights: WeightForecast[];
  durations: Durations;
  /** What is assumed, what is left out, and what cannot be decided with this traffic: what it is about, and a sentence or two. */
  advice: Fact[];
}

/** Works out what a release by this plan is expected to take and to cost with this traffic. */
export function forecastPlan(plan: Plan, traffic: Traffic): PlanForecast {
  const around = circumstances(plan, traffic);
  const weights = forecast(expectedWeights(plan), expectedMetrics(plan, traffic), around);
  return {
    traffic,
    around,
    weights,
    durations: durationsOf(plan, weights),
    advice: [...assumed(plan), ...notForecast(plan, traffic), ...adviceOf(plan, weights)],
  };
}

/** What the release measures itself, so that the figures may be better than these. */
function assumed({ metrics, analysis }: Plan): Fact[] {
  const names = metrics.filter(({ burstDivisor }) => burstDivisor === undefined).map(({ name }) => name);
  if (names.length === 0) return [];
  const block = analysis.blockGiven ? '' : `, and blocks of ${formatDuration(analysis.block)}`;
  const divisor = `a burst divisor of ${ASSUMED_DIVISOR.live} for ${names.join(', ')}${block}`;
  const text = `${divisor}, until the release has measured how bad requests come together: the times fall with the divisor, to a fifth at 1.5, but not below a block`;
  return [{ name: 'assumed', text }];
}

function notForecast({ metrics }: Plan, { rates }: Traffic): Fact[] {
  return metrics
    .filter(({ name }) => rates[name] === undefined)
    .map(({ name, required }) => ({
      name,
      text: `left out of these figures${required ? ', and no bake is safe before it is proven too' : ''}; give the share of its bad requests, such as --errors ${name}=2%`,
    }));
}
