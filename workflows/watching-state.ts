/** What a release knows of its watch. */
import type { CancellationScope } from '@temporalio/workflow';
import type { MetricSummary } from '../analysis/types.ts';
import type { RuleSummary } from '../analysis/rules/verdict.ts';
import type { WatchAnswer, WatchFinding, WatchState } from '../activities/types.ts';
import type { RampView } from './messages.ts';

/** The one watch of a release: what it carries, and the chunk that runs now. */
export interface Watching {
  /** Ends the watch; null while none runs. */
  scope: CancellationScope | null;
  /** Ends the running chunk only: the watch goes on with a new one. */
  chunk: CancellationScope | null;
  /** Nobody waits for its answer, and no weight is being changed. */
  plain: boolean;
  done: Promise<void>;
  state: WatchState | null;
  evidence: MetricSummary[];
  /** How the ramp stood at the last answer; null before. */
  ramp: RampView | null;
  rules: RuleSummary[] | undefined;
  /** When a person last answered about broken rules, milliseconds since the epoch; 0 before. */
  rulesAnsweredAt: number;
  raiseAllowed: boolean;
  overBound: boolean;
  /** Findings that a person was already asked about. */
  muted: WatchFinding[];
  /** How often somebody else's change was put right at this weight. */
  restored: number;
  /** How many writes that put it right are under way. */
  restoring: number;
  /** When the router was told of other instances, milliseconds since the epoch. */
  followed: number[];
  /** A larger weight is being written: what would write the present one again waits. */
  raising: boolean;
  /** Since when chunks cannot run, milliseconds since the epoch; null while they can. */
  brokenSince: number | null;
  /** Number of the stage; each change of weight begins a new one. */
  stage: number;
  /** Milliseconds since the epoch; no block begins before it. */
  blocksFrom: number;
  /** When the candidate first got traffic; null before. */
  trafficSince: number | null;
  /** When the last chunk answered; 0 before. */
  heard: number;
  /** When all traffic was last written and read back for certainty's sake, milliseconds since the epoch; 0 before. */
  wholeAt: number;
  /** The last answer that ends a bake. */
  verdict: WatchAnswer | null;
}

/** Nothing is watched yet. */
export function freshWatching(): Watching {
  return {
    scope: null,
    chunk: null,
    plain: true,
    done: Promise.resolve(),
    state: null,
    evidence: [],
    ramp: null,
    rules: undefined,
    rulesAnsweredAt: 0,
    raiseAllowed: true,
    overBound: false,
    muted: [],
    restored: 0,
    restoring: 0,
    followed: [],
    raising: false,
    brokenSince: null,
    stage: 0,
    blocksFrom: 0,
    trafficSince: null,
    heard: 0,
    wholeAt: 0,
    verdict: null,
  };
}
