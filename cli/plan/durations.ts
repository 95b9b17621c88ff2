import type { Forecast } from '../../analysis/forecast/forecast.ts';
import type { Milliseconds, Plan, Step } from '../../config/plan.ts';

/** How long a release takes, without holds. Milliseconds. */
export interface Durations {
  /** Up to the end of the cutover, when every step needs all the time that it has. */
  longest: Milliseconds;
  /** The bakes and ramps of a version as good as the stable side; what the other steps take is not known before. */
  expected: Milliseconds;
  /** After the cutover: keep. */
  kept: Milliseconds;
}

/** Adds up what the steps of a plan take. */
export function durationsOf({ steps, drain }: Plan, { weights, ramps }: Forecast): Durations {
  const draining = drain.kind === 'wait' ? drain.wait : drain.deadline;
  const sum = (times: number[]): number => times.reduce((all, each) => all + each, 0);
  const bakes = weights.flatMap((weight) => weight.bakes.map(({ seconds }) => seconds * 1000));
  const ramped = ramps.map(({ good }) => good.seconds * 1000);
  return {
    longest: sum(steps.map((step) => longest(step) + (step.kind === 'cutover' ? draining : 0))),
    expected: Math.round(sum([...bakes, ...ramped])),
    kept: sum(steps.map((step) => (step.kind === 'keep' ? step.for : 0))),
  };
}

function longest(step: Step): Milliseconds {
  switch (step.kind) {
    case 'bake':
    case 'ramp':
      return step.max;
    case 'run':
      return step.hook.timeout;
    case 'gate':
      return step.gate.timeout;
    case 'keep':
    case 'retire':
      return 0;
    default:
      return step.deadline;
  }
}
