import { advanceSplit, beginSplit, judgeSplit } from '../../analysis/mismatch.ts';
import type { BasisPoints } from '../../config/plan.ts';
import { percent } from '../sentence.ts';
import { totalOf, type Finding, type Step } from './step.ts';

/** So long a raise is looked at when there is too little traffic to tell, in milliseconds. */
const LOOK = 60_000;

/**
 * Whether a raised weight is seen: at least one request at the candidate, and the split not refuted (verdict.md
 * §6). A larger share than asked answers at once; a smaller one is waited for until the patience is over.
 * Undefined: look on. Pure.
 */
export function judgeRaise(
  steps: readonly Step[],
  asked: { weight: BasisPoints; granularity: BasisPoints; splitDivisor: number },
  patienceOver: boolean,
): Finding | undefined {
  const { candidate, other, length } = totalOf(steps);
  const all = candidate + other;
  const share = asked.weight / 10_000;
  const split = judgeSplit(advanceSplit(beginSplit(share), { candidate, stable: other }), {
    splitDivisor: asked.splitDivisor,
    granularity: asked.granularity / 10_000,
  });
  const seen = `${candidate} of ${all} requests went to the candidate, asked was ${percent(asked.weight)}`;
  if (split.direction === 'more') return { kind: 'more', message: seen };
  if (split.direction === 'less') {
    return patienceOver ? { kind: 'unproven', message: `${seen}; it stays below what was asked` } : undefined;
  }
  if (candidate > 0) return { kind: 'proven', message: seen };
  if (all >= 3 / share) return { kind: 'unproven', message: `${seen}; too few to tell` };
  if (!patienceOver && length < LOOK) return undefined;
  const after = `in ${Math.round(length / 1000)} s`;
  return all === 0
    ? { kind: 'no-traffic', message: `no request was seen at all ${after}` }
    : { kind: 'unproven', message: `${seen} ${after}; too few to tell` };
}
