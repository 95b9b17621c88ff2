/** The forecast of a plan: what `sluice plan` adds where the traffic is known. */
import { forecast, type WeightForecast } from '../../analysis/forecast/forecast.ts';
import type { Circumstances } from '../../analysis/forecast/types.ts';
import type { Plan } from '../../config/plan.ts';
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
  /** What is left out, and what cannot be decided with this traffic: what it is about, and a sentence or two. */
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
    advice: [...notForecast(plan, traffic), ...adviceOf(plan, weights)],
  };
}

function notForecast({ metrics }: Plan, { rates }: Traffic): Fact[] {
  return metrics
    .filter(({ name }) => rates[name] === undefined)
    .map(({ name, required }) => ({
      name,
      text: `left out of these figures${required ? ', and no bake is safe before it is proven too' : ''}; give the share of its bad requests, such as --errors ${name}=2%`,
    }));
}
