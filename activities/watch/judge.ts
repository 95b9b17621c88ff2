import { raiseAllowed } from '../../analysis/combined-harm.ts';
import { decideAt } from '../../analysis/decide-at.ts';
import { mismatch, type Verdict } from '../../analysis/decision.ts';
import { explain } from '../../analysis/explain.ts';
import type { Conditions } from '../../analysis/lacking.ts';
import { judgeRules } from '../../analysis/rules/verdict.ts';
import type { VerdictState } from '../../analysis/types.ts';
import type { RampView } from '../../workflows/messages.ts';
import type { WatchAnswer, WatchRequest, WatchState } from '../types.ts';
import { judgeRamp } from './judge-ramp.ts';
import { findFailedRule, findUnclearRule } from './rules/findings.ts';
import { rampWithRules } from './rules/ramp-with-rules.ts';
import { withRules, type Told } from './rules/with-rules.ts';
import { judgedBy } from './watched.ts';

/** What ends a chunk. */
export type Finding = Pick<WatchAnswer, 'kind' | 'finding' | 'reason' | 'message' | 'blame' | 'raise'>;

/** What the evidence says at a time in milliseconds since the epoch. */
export interface Judgement {
  /** Undefined: watch on. */
  ends?: Finding;
  /** Why it waits, or what was found, in one sentence. */
  sentence: string;
  /** How the ramp stands, where there is one. */
  ramp?: RampView;
  raiseAllowed: boolean;
  overBound: boolean;
}

/** verdict.md §6: a hung candidate answers less than it is sent. */
const LESS = 'the candidate answers fewer requests than it is sent: hung, or the split is not in effect';
const MORE = 'the candidate gets a larger share of the requests than was asked';

/** Weighs all blocks so far. A fail is looked for before everything else. Pure. */
export function judge(request: WatchRequest, state: WatchState, now: number): Judgement {
  const { metrics, settings } = judgedBy(request, state);
  const question = { ...request, fasterAccepted: request.muted.includes('faster') };
  const { verdict: compared, known, conditions } = decideAt(question, state.verdict, metrics, settings, now);
  const rules = judgeRules(request.rules ?? [], state.rules);
  const explained = explain(compared, known, metrics, settings, conditions);
  const told = withRules(request, { verdict: compared, sentence: explained }, rules, conditions);
  const { verdict } = told;
  const { fasterAccepted = false } = conditions;
  const judged = { metrics, settings, block: request.analysis.block, fasterAccepted };
  const ramp =
    request.ramp === undefined
      ? undefined
      : rampWithRules(
          judgeRamp(request.ramp, request, known, judged, now),
          rules,
          now >= request.ramp.maxUntil,
        );
  const ended = verdict.outcome === 'fail' || verdict.outcome === 'inconclusive';
  const sentence = ramp === undefined || ended ? told.sentence : ramp.view.sentence;
  const ends =
    findHarm(request, verdict, sentence) ??
    findFailedRule(request, rules) ??
    findDoubt(request, compared, explained) ??
    findSplit(request, known, settings) ??
    findUnclearRule(request, rules) ??
    endOfBake(request, verdict, sentence, conditions) ??
    ramp?.ends;
  return {
    ...(ends === undefined ? {} : { ends }),
    ...(ramp === undefined ? {} : { ramp: { ...ramp.view, sentence } }),
    sentence:
      request.bake === undefined && ramp === undefined && verdict.outcome === 'continue'
        ? 'watching; nothing was found'
        : sentence,
    raiseAllowed: raiseAllowed(state.verdict, metrics, settings) && !rules.broken,
    overBound: verdict.outcome === 'fail' || rules.failed !== undefined,
  };
}

function findHarm({ muted }: WatchRequest, verdict: Told['verdict'], message: string): Finding | undefined {
  if (verdict.outcome !== 'fail' || muted.includes('harm')) return undefined;
  const { reason = 'harm', blame } = verdict;
  return { kind: 'fail', finding: 'harm', reason, message, ...(blame === undefined ? {} : { blame }) };
}

/** Where the figures alone do not tell good from bad, a person does. */
function findDoubt({ muted }: WatchRequest, verdict: Verdict, message: string): Finding | undefined {
  const { reason, blame } = verdict;
  const finding =
    reason === 'noise model broken' ? 'noise' : reason === 'faster than before' ? 'faster' : undefined;
  if (finding === undefined || reason === undefined || muted.includes(finding)) return undefined;
  return { kind: 'hold', finding, reason, message, ...(blame === undefined ? {} : { blame }) };
}

/** Less than asked is waited for by a shift, and held in a bake and in a ramp. */
function findSplit(
  { muted, bake, ramp }: WatchRequest,
  verdict: VerdictState,
  settings: Parameters<typeof mismatch>[1],
): Finding | undefined {
  const { refuted, direction } = mismatch(verdict, settings);
  if (!refuted || muted.includes('split')) return undefined;
  if (direction === 'less' && bake === undefined && ramp === undefined) return undefined;
  const message = direction === 'less' ? LESS : MORE;
  return { kind: 'hold', finding: 'split', reason: 'split is not what was asked', message };
}

/** A finding that a person already knows of lets the bake run to its end, and then stands against a pass. */
function endOfBake(
  { bake }: WatchRequest,
  verdict: Told['verdict'],
  message: string,
  { deadlinePassed }: Conditions,
): Finding | undefined {
  if (bake === undefined) return undefined;
  if (verdict.outcome === 'pass') return { kind: 'pass', reason: 'pass', message };
  if (!deadlinePassed) return undefined;
  const { reason = 'not yet known', blame } = verdict;
  return { kind: 'inconclusive', reason, message, ...(blame === undefined ? {} : { blame }) };
}
