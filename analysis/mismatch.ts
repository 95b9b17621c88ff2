import { logBinomial } from './log-binomial.ts';
import type { Settings } from './types.ts';

/**
 * ln of the evidence that requests are not split as asked (verdict.md §6): a Beta(1,1) mixture on the candidate's
 * share of all requests against `share`, which finds each number of the candidate's equally likely. 0 at a share of
 * 0 or 1, where the test is not run.
 */
export function mismatchLogE(candidate: number, stable: number, share: number, splitDivisor: number): number {
  if (share <= 0 || share >= 1) return 0;
  return (-Math.log1p(candidate + stable) - logBinomial(candidate, stable, share)) / splitDivisor;
}

/** Requests by side. */
export interface SplitCounts {
  candidate: number;
  stable: number;
}

/** What was observed at one weight: all requests, and those of the last three blocks. */
export interface SplitState {
  share: number;
  all: SplitCounts;
  recent: SplitCounts[];
}

/** What the observed split says about the one asked for. */
export interface Mismatch {
  logE: number;
  /** The split is not what was asked. */
  refuted: boolean;
  /** Whether the candidate gets more or less than asked; only when refuted. */
  direction?: 'more' | 'less';
}

/** The state at the beginning of a weight; `share` is the candidate's, 0 to 1. */
export function beginSplit(share: number): SplitState {
  return { share, all: { candidate: 0, stable: 0 }, recent: [] };
}

/** Folds the requests of one whole block in. */
export function advanceSplit(state: SplitState, block: SplitCounts): SplitState {
  return {
    share: state.share,
    all: { candidate: state.all.candidate + block.candidate, stable: state.all.stable + block.stable },
    recent: [...state.recent, block].slice(-3),
  };
}

/**
 * Refuted when the evidence is at least 1,000 and the share of the last three blocks is off by more than a fifth
 * of the share asked, 0.2 points and the router's granularity: a fault that is over does not stop a release.
 */
export function judgeSplit(
  state: SplitState,
  settings: Pick<Settings, 'splitDivisor' | 'granularity'>,
): Mismatch {
  const { share, all, recent } = state;
  const logE = mismatchLogE(all.candidate, all.stable, share, settings.splitDivisor);
  const candidate = recent.reduce((sum, block) => sum + block.candidate, 0);
  const total = recent.reduce((sum, block) => sum + block.candidate + block.stable, 0);
  if (logE < Math.log(1000) || total === 0) return { logE, refuted: false };
  const off = candidate / total - share;
  const tolerance = Math.max(0.2 * share, 0.002, settings.granularity);
  if (Math.abs(off) <= tolerance) return { logE, refuted: false };
  return { logE, refuted: true, direction: off > 0 ? 'more' : 'less' };
}
