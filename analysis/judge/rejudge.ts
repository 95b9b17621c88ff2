import { combinedHarm } from '../combined-harm.ts';
import { decideAt } from '../decide-at.ts';
import { explain } from '../explain.ts';
import { decideRamp } from '../ramp/decide-ramp.ts';
import { explainRamp } from '../ramp/explain-ramp.ts';
import type { Metric, Settings, VerdictState } from '../types.ts';
import { advance, begin } from '../verdict.ts';
import { answerOf, type Answer } from './answer.ts';
import type { Decision, Evidence } from './evidence.ts';

/** What the counts say of a decision when they are judged again. */
export interface Again extends Answer {
  combinedHarmLogE: number | null;
  /** Why it came out so, in one sentence. */
  sentence: string;
}

/** What a release decided, and what the same counts say again. */
export interface Rejudged {
  decision: Decision;
  /** Null where it does not rest on counts, so that they cannot tell. */
  again: Again | null;
  /** Null as for `again`. */
  same: boolean | null;
}

/** Judges a release again: folds its blocks, and asks what it was asked at each of its decisions, at that block. */
export function rejudge({ metrics, settings, blocks, decisions }: Evidence): Rejudged[] {
  if (metrics === undefined || settings === undefined) {
    return decisions.map((decision) => ({ decision, again: null, same: null }));
  }
  const states = statesAt(new Set(decisions.map(({ block }) => block ?? -1)), { metrics, settings, blocks });
  return decisions.map((decision) => {
    const state = states.get(decision.block ?? -1);
    if (state === undefined || decision.beside) return { decision, again: null, same: null };
    const { verdict, known, conditions } = decideAt(decision, state, metrics, settings, decision.at);
    const { combinedHarmLogE } = verdict;
    const sentence = explain(verdict, known, metrics, settings, conditions);
    const compared = { ...answerOf(verdict), combinedHarmLogE, sentence };
    const again =
      compared.outcome === 'fail' ? compared : (rejudgeRamp(decision, known, metrics, settings) ?? compared);
    return { decision, again, same: isSame(decision, again) };
  });
}

/** What a ramp would answer again; a fail is looked for before it. Undefined where no ramp asked. */
function rejudgeRamp(
  { at, ramp }: Decision,
  known: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): Again | undefined {
  if (ramp === undefined) return undefined;
  const position = { ...ramp.position, deadlinePassed: at >= ramp.maxUntil };
  const decided = decideRamp(known, metrics, settings, ramp.asked, position);
  const { sentence } = explainRamp(decided, known, metrics, settings, ramp.asked, position);
  const { logE: combinedHarmLogE } = combinedHarm(known, metrics, settings);
  const more = { blame: null, combinedHarmLogE, sentence };
  if (decided.kind === 'inconclusive') return { outcome: 'inconclusive', reason: decided.reason, ...more };
  return { outcome: decided.kind === 'done' ? 'pass' : 'continue', reason: null, ...more };
}

/** The state after each of these blocks; -1 is before the first one. */
function statesAt(
  wanted: ReadonlySet<number>,
  { metrics, settings, blocks }: Required<Pick<Evidence, 'metrics' | 'settings' | 'blocks'>>,
): Map<number, VerdictState> {
  const found = new Map<number, VerdictState>();
  let state = begin(metrics, settings);
  if (wanted.has(-1)) found.set(-1, state);
  for (const [i, block] of blocks.entries()) {
    state = advance(state, metrics, settings, block);
    if (wanted.has(i)) found.set(i, state);
  }
  return found;
}

/** A hold of the watch is an inconclusive verdict that did not wait for the deadline. */
function isSame({ kind, reason, blame }: Decision, again: Again): boolean {
  if (kind === 'pass') return again.outcome === 'pass';
  const outcome = kind === 'hold' ? 'inconclusive' : kind;
  const blamed = kind !== 'fail' || again.blame === (blame ?? null);
  return again.outcome === outcome && again.reason === reason && blamed;
}
