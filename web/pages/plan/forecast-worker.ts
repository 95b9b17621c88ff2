/** Works forecasts out beside the page: a ramp is played to its end, which may take a second. */
import { forecastPlan, type PlanForecast } from '../../../cli/plan/forecast.ts';
import type { Traffic } from '../../../cli/plan/traffic.ts';
import type { Plan } from '../../../config/plan.ts';

/** What is asked of it; it answers in the order of the questions. */
export interface ForecastQuestion {
  plan: Plan;
  traffic: Traffic;
}

/** Its answer. */
export type ForecastAnswer = { told: PlanForecast } | { failed: string };

addEventListener('message', ({ data: { plan, traffic } }: MessageEvent<ForecastQuestion>) => {
  postMessage(answer(plan, traffic));
});

function answer(plan: Plan, traffic: Traffic): ForecastAnswer {
  try {
    return { told: forecastPlan(plan, traffic) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
