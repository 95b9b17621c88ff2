import type { Stage } from '../../analysis/backtest/terms.ts';
import type { Plan } from '../../config/plan.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/** How long a weight is baked where the plan has no bake. */
const AN_HOUR = 3600;

/** The weights of a plan at which its candidate is compared, or these shares instead. */
export function stagesOf({ steps }: Pick<Plan, 'steps'>, shares: readonly number[]): Stage[] {
  const planned: Stage[] = [];
  let share = 0;
  for (const step of steps) {
    if (step.kind === 'cutover') break;
    if (step.kind === 'shift') share = step.to / 10_000;
    if (step.kind === 'bake' && share > 0) {
      const { until, minRequests, min, max } = step;
      planned.push({ share, until, minRequests, min: min / 1000, max: max / 1000 });
    }
    if (step.kind === 'ramp') {
      share = step.to / 10_000;
      planned.push({ share, until: 'safe', minRequests: 0, min: 0, max: step.max / 1000 });
    }
  }
  if (shares.length > 0) {
    const max = Math.max(0, ...planned.map((stage) => stage.max)) || AN_HOUR;
    return shares.map((given) => ({ share: given, until: 'safe', minRequests: 0, min: 0, max }));
  }
  if (planned.length > 0) return planned;
  throw new CommandFailure(
    exitCodes.usage,
    'this plan compares nothing before its cutover; say by --share 5% at which weights it would',
  );
}
