import { compareFences } from '../providers/routers/fence.ts';
import type { Fence, Reading, Split, Targets } from '../providers/routers/router.ts';
import { percent } from './sentence.ts';

/** What the router should hold by what Sluice knows. */
export interface Expected {
  split: Split | null;
  targets?: Targets;
  /** Hash of what was stored when it was last ours. */
  digest?: string;
}

/** What somebody else has changed, as part of a sentence; undefined when nothing was. Pure. */
export function driftOf(reading: Reading, expected: Expected): string | undefined {
  if (reading.unreadable !== undefined) return `what the router holds was changed: ${reading.unreadable}`;
  if (!sameSplit(reading.split, expected.split)) {
    return `the split is ${describeSplit(reading.split)}, not ${describeSplit(expected.split)}`;
  }
  if (reading.foreign) return "the router's object has lost the mark of this lane";
  const { targets, digest } = expected;
  if (targets !== undefined && !sameTargets(reading.targets, targets)) {
    return `the targets are ${describeTargets(reading.targets)}, not ${describeTargets(targets)}`;
  }
  if (digest !== undefined && digest !== reading.digest) {
    return 'the split is as it was written, but something else in the router was changed by hand';
  }
  return undefined;
}

/** Whether both splits are the same; null is one of them. */
export function sameSplit(a: Split | null, b: Split | null): boolean {
  return a === null || b === null ? a === b : a.blue === b.blue && a.green === b.green;
}

/** Whether both slots have the same endpoints, in any order. */
export function sameTargets(a: Targets, b: Targets): boolean {
  const key = ({ blue, green }: Targets): string => JSON.stringify([blue.toSorted(), green.toSorted()]);
  return key(a) === key(b);
}

/** Whether a stamp is that of this very act. */
export function sameFence(stamp: Fence | null, fence: Fence): boolean {
  return stamp !== null && stamp.lane === fence.lane && compareFences(stamp, fence) === 0;
}

/** The stamp, when it is that of a later act in the same lane. */
export function laterFence(stamp: Fence | null, fence: Fence): Fence | undefined {
  return stamp !== null && stamp.lane === fence.lane && compareFences(stamp, fence) > 0 ? stamp : undefined;
}

/** A split for people. */
export function describeSplit(split: Split | null): string {
  return split === null ? 'no route' : `blue ${percent(split.blue)}, green ${percent(split.green)}`;
}

function describeTargets({ blue, green }: Targets): string {
  const list = (urls: string[]): string => (urls.length === 0 ? 'none' : urls.join(' '));
  return `blue ${list(blue)}, green ${list(green)}`;
}
