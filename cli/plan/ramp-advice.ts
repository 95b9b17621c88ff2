/** What a ramp is expected to do, and what its budget does not cover, in sentences with numbers. */
import type { RampForecast } from '../../analysis/forecast/ramp.ts';
import type { Plan } from '../../config/plan.ts';
import { formatDuration } from '../../config/units.ts';
import { edge, rough, roughly, share } from '../figures.ts';
import type { Fact } from './facts.ts';

/** A few facts for each ramp, named for its step. */
export function rampAdvice({ steps }: Plan, ramps: readonly RampForecast[]): Fact[] {
  return ramps.flatMap((ramp) => {
    const step = steps[ramp.step];
    if (step?.kind !== 'ramp') return [];
    const name = `step ${ramp.step}`;
    const texts = [pace(ramp), ...unfinished(ramp, step.max), ...notCovered(ramp, step.budget)];
    return texts.map((text) => ({ name, text }));
  });
}

function pace({ good, late }: RampForecast): string {
  const [first, ...others] = good.weights;
  const path = others.map((weight) => `${share(weight.share)} after ${roughly(weight.seconds)}`).join(', ');
  const end = good.end === 'done' ? `, and is through after ${roughly(good.seconds)}` : '';
  const costs = late.map((each) => rough(each.bad)).join(', ');
  return `a good version begins at ${share(first?.share ?? null)}${path === '' ? '' : `, comes to ${path}`}${end}; one that fails everything from one of these weights on costs ${costs} bad responses at least, whatever the pace`;
}

function unfinished({ good }: RampForecast, max: number): string[] {
  if (good.end === 'done') return [];
  const reached = share(good.weights.at(-1)?.share ?? null);
  return [
    `with this traffic it is not through after ${formatDuration(max)}: it stands at ${reached} then and ends not known. It never passes for lack of patience. To have it decided, give it a longer max, a larger budget, a smaller to, or a wider safeMargin`,
  ];
}

function notCovered({ uncoverable }: RampForecast, budget: number): string[] {
  if (uncoverable.length === 0) return [];
  const faults = uncoverable.map(({ metric, edge: at, ratio, rate, cost }) => {
    const where = at === undefined ? metric : `${metric} over ${edge(at)}`;
    const what = rate === undefined ? `${ratio} times the ${where}` : `${share(rate)} of ${where}`;
    return `${what} costs ${cost === Infinity ? 'more than any budget, since it is never stopped' : rough(cost)}`;
  });
  return [
    `its budget of ${budget} bad responses in excess does not cover, at any weight: ${faults.join('; ')}. The ramp lets a cost that it cannot avoid rise to 1.25 times its least`,
  ];
}
