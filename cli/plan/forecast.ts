/** The forecast of a plan: what `sluice plan` adds where the traffic is known. */
import { ASSUMED_DIVISOR } from '../../analysis/calibration.ts';
import { forecast, type Forecast } from '../../analysis/forecast/forecast.ts';
import type { Circumstances } from '../../analysis/forecast/types.ts';
import type { Plan } from '../../config/plan.ts';
import { formatDuration } from '../../config/units.ts';
import { share } from '../figures.ts';
import { adviceOf } from './advice.ts';
import { durationsOf, type Durations } from './durations.ts';
import { circumstances, divisorOf, expectedMetrics, expectedStages, type Divisor } from './expectation.ts';
import { rampAdvice } from './ramp-advice.ts';
import type { Fact } from './facts.ts';
import type { Traffic } from './traffic.ts';

/** All that is expected of a release. Times are in seconds, but those of `durations`. */
export interface PlanForecast extends Forecast {
  traffic: Traffic;
  around: Circumstances;
  /** By metric. */
  divisors: Record<string, Divisor>;
  durations: Durations;
  /** What is assumed, what is left out, and what cannot be decided with this traffic: what it is about, and a sentence or two. */
  advice: Fact[];
}

/** Works out what a release by this plan is expected to take and to cost with this traffic. */
export function forecastPlan(plan: Plan, traffic: Traffic): PlanForecast {
  const around = circumstances(plan, traffic);
  const divisors = Object.fromEntries(
    plan.metrics.map((metric) => [metric.name, divisorOf(metric, traffic)]),
  );
  const found = forecast(expectedStages(plan), expectedMetrics(plan, traffic), around);
  return {
    traffic,
    around,
    divisors,
    ...found,
    durations: durationsOf(plan, found),
    advice: [
      ...assumed(plan, traffic),
      ...notForecast(plan, traffic),
      ...aboveLimit(plan, traffic),
      ...adviceOf(plan, found.weights, divisors),
      ...rampAdvice(plan, found.ramps),
    ],
  };
}

/** What the release measures itself, so that the figures may be better than these. */
function assumed({ metrics, analysis }: Plan, traffic: Traffic): Fact[] {
  const names = metrics
    .filter((metric) => divisorOf(metric, traffic).by === 'assumed')
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const isAssumed = !analysis.blockGiven && traffic.block === undefined;
  const block = isAssumed ? `, and blocks of ${formatDuration(analysis.block)}` : '';
  const divisor = `a burst divisor of ${ASSUMED_DIVISOR.live} for ${names.join(', ')}${block}`;
  const text = `${divisor}, until the release has measured how bad requests come together: the times fall with the divisor, to a fifth at 1.5, but not below a block`;
  return [{ name: 'assumed', text }];
}

function notForecast({ metrics }: Plan, { rates, lacking = {} }: Traffic): Fact[] {
  return metrics
    .filter(({ name }) => rates[name] === undefined)
    .map(({ name, required }) => {
      const proof = required ? ', and no bake is safe before it is proven too' : '';
      const why = lacking[name];
      const next =
        why === undefined
          ? `give the share of its bad requests, such as --errors ${name}=2%`
          : `it could not be measured: ${why}`;
      return { name, text: `left out of these figures${proof}; ${next}` };
    });
}

/** Limits that the stable side itself does not keep. */
function aboveLimit({ metrics }: Plan, { rates }: Traffic): Fact[] {
  return metrics.flatMap(({ name, bad, limit = Infinity }) => {
    const rate = Math.max(0, ...(rates[name] ?? []));
    if (bad.kind !== 'labels' || rate <= limit) return [];
    const text = `its limit of ${share(limit)} is below the ${share(rate)} of the stable side, so a version that is as good is stopped for it`;
    return [{ name, text }];
  });
}
