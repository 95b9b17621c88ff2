import { decide } from '../decision.ts';
import { exclusionBound } from '../exclusion.ts';
import { explain } from '../explain.ts';
import type { Conditions } from '../lacking.ts';
import { logSumExp } from '../log-space.ts';
import type { RulePhase } from '../rules/phase.ts';
import { evaluateRules } from '../rules/run.ts';
import { summarise } from '../summary.ts';
import type { Metric, MetricSummary, Settings, VerdictState } from '../types.ts';
import { advance, begin } from '../verdict.ts';
import { answerOf, type Answer } from './answer.ts';
import { nextEnding, type Ending } from './ending.ts';
import type { Recording } from './recording.ts';
import { trailRow, type TrailRow } from './trail.ts';
import { underRules } from './under-rules.ts';

/** What `sluice judge --json` prints (verdict.md §9). */
export interface Judgement extends Answer {
  /** Number, from 0, of the block that gave the outcome; the last one where none did, null where there is none. */
  block: number | null;
  /** At that block; null while no metric's bad rate is above its floor. */
  combinedHarmLogE: number | null;
  /** After all blocks, by metric: not worse than this many times the stable side; null for no bound. */
  excluded: Record<string, number | null>;
  /** After all blocks, by metric: the candidate's bad rate is not above this; 1 is no bound. */
  rateBound: Record<string, number>;
  /** A row for every block, also after the one that gave the outcome. */
  trail: TrailRow[];
  /** Only where there are rules, by name. */
  rules?: Record<string, RulePhase>;
  run?: RulePhase;
}

/** A judgement with what people are told beside it. */
export interface Replay {
  judgement: Judgement;
  /** Why it came out so, in one sentence. */
  sentence: string;
  /** What was known of each metric at the block of the outcome. */
  evidence: MetricSummary[];
}

/**
 * Judges a recording by the code that judges a running release. The outcome is the first fail, whenever it comes;
 * else the answer at the last weight: its first pass, or, after `plannedBlocks` blocks, inconclusive. Rules stand
 * beside it.
 */
export function replay(recording: Recording): Replay {
  const { metrics, settings, blocks, rules } = recording;
  const trail: TrailRow[] = [];
  let state = begin(metrics, settings);
  let newest = endingOf(state, recording);
  let found: Ending | undefined;
  for (const block of blocks) {
    const entered = state.stage?.name !== block.stage;
    state = advance(state, metrics, settings, block);
    const row = trailRow(state, metrics, settings, block);
    trail.push(row);
    // Asking for a verdict is half of the work, and most blocks of a long recording come after its answer.
    const settled = found !== undefined && !entered && block.warmup !== true;
    if (settled && (found?.verdict.outcome === 'fail' || !mayFail(row, metrics, settings))) continue;
    newest = sinceHeld(entered ? undefined : newest, endingOf(state, recording));
    const over = state.blocks >= settings.plannedBlocks;
    found = nextEnding(found, newest, { entered, over });
  }
  const ending = found ?? newest;
  const { verdict } = ending;
  const sentence = explain(verdict, ending.state, metrics, settings, conditions(recording, ending.state));
  const run = rules === undefined ? undefined : evaluateRules(rules);
  const told = underRules(answerOf(verdict), sentence, run, metrics.length > 0);
  return {
    judgement: {
      outcome: told.answer.outcome,
      block: ending.block,
      reason: told.answer.reason,
      blame: told.answer.blame,
      combinedHarmLogE: verdict.combinedHarmLogE,
      ...bounds(state),
      trail,
      ...(run === undefined ? {} : { rules: run.rules, run: run.run }),
    },
    sentence: told.sentence,
    evidence: summarise(ending.state, metrics, settings),
  };
}

/** Without their floors the metrics sum up to more than the verdict would find. */
function mayFail(
  { harmLogE, limitHarmLogE = {} }: TrailRow,
  metrics: readonly Metric[],
  { alpha }: Settings,
): boolean {
  return [harmLogE, limitHarmLogE].some((logs) => {
    const parts = metrics.map(({ name, weight }) => Math.log(weight) + (logs[name] ?? -Infinity));
    return logSumExp(parts) >= -Math.log(alpha);
  });
}

/** What is inconclusive block after block, for one reason, was found at the first of them. */
function sinceHeld(before: Ending | undefined, newest: Ending): Ending {
  const { outcome, reason } = newest.verdict;
  const lasts = outcome === 'inconclusive' && before?.verdict.outcome === outcome;
  return lasts && before.verdict.reason === reason ? before : newest;
}

function endingOf(state: VerdictState, recording: Recording): Ending {
  const block = state.blocks === 0 ? null : state.blocks - 1;
  const { metrics, settings } = recording;
  return { block, verdict: decide(state, metrics, settings, conditions(recording, state)), state };
}

function conditions({ until, settings }: Recording, { blocks }: VerdictState): Conditions {
  return { until, minRequests: 0, minSeconds: 0, deadlinePassed: blocks >= settings.plannedBlocks };
}

function bounds({ metrics }: VerdictState): Pick<Judgement, 'excluded' | 'rateBound'> {
  const known = Object.entries(metrics);
  return {
    excluded: Object.fromEntries(known.map(([name, { excluded }]) => [name, exclusionBound(excluded)])),
    rateBound: Object.fromEntries(known.map(([name, { rateBound }]) => [name, rateBound])),
  };
}
