import type { BasisPoints, Step } from '../config/plan.ts';
import { formatDuration } from '../config/units.ts';

/** A weight for people: `5 %`, `0.25 %`. */
export function percent(weight: BasisPoints): string {
  return `${weight / 100} %`;
}

/** One step of a plan in a few words, as every surface shows it. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'shift':
      return `shift to ${percent(step.to)}`;
    case 'bake':
      return step.until === 'safe'
        ? `bake until safe, at most ${formatDuration(step.max)}`
        : `bake for ${formatDuration(step.max)}`;
    case 'approve':
      return `approve by ${step.count} ${step.count === 1 ? 'person' : 'people'}`;
    case 'keep':
      return `keep the old slot for ${formatDuration(step.for)}`;
    default:
      return step.kind;
  }
}
