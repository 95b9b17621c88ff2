/** How long a release may take until its cutover, in blocks. Pure; the workflows use it too. */
import type { Milliseconds, Step } from './plan.ts';

/**
 * How many blocks the release may take from the first shift to the cutover at most: the spread over which
 * late alternatives are weighed (verdict.md §1 and §3). At least 1.
 */
export function plannedBlocks(steps: readonly Step[], block: Milliseconds): number {
  const first = steps.findIndex(({ kind }) => kind === 'shift' || kind === 'ramp');
  const cutover = steps.findIndex(({ kind }) => kind === 'cutover');
  if (first < 0 || cutover < first) return 1;
  const time = steps.slice(first, cutover).reduce((sum, step) => sum + longest(step), 0);
  return Math.max(1, Math.ceil(time / block));
}

function longest(step: Step): Milliseconds {
  if (step.kind === 'bake' || step.kind === 'ramp') return step.max;
  if (step.kind === 'run') return step.hook.timeout;
  if (step.kind === 'gate') return step.gate.timeout;
  return step.kind === 'shift' || step.kind === 'approve' ? step.deadline : 0;
}
