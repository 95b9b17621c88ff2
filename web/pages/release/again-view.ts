/** What a report says when it is judged again, as it is shown. Pure, and the same as `sluice judge` says. */
import type { Answer } from '../../../analysis/judge/answer.ts';
import type { Decision } from '../../../analysis/judge/evidence.ts';
import { isEvidence } from '../../../analysis/judge/is-evidence.ts';
import { inFewWords, judgeAgain } from '../../../analysis/judge/judge-again.ts';
import type { Rejudged } from '../../../analysis/judge/rejudge.ts';
import type { Tone } from '../../parts/tone.ts';

/** An outcome in a few words. */
export interface Said {
  word: string;
  tone: Tone;
}

/** One decision of the release beside what its counts say again. */
export interface AgainRow {
  /** Milliseconds since the epoch. */
  at: number;
  /** Label of the step; empty where it is not known. */
  step: string;
  /** `block 8`, the newest one then, from 0. */
  block: string;
  decided: Said;
  /** Undefined: the same. */
  again: Said | undefined;
  /** Why it comes out so now. */
  why: string;
}

/** A release that was judged again. */
export interface AgainView {
  /** Whether it is what the release decided, or why it cannot be told. */
  sentence: string;
  /** Null where there is nothing to judge. */
  same: boolean | null;
  /** What it comes to now, and why; absent where there is nothing to judge. */
  outcome?: { tone: Tone; why: string };
  rows: AgainRow[];
}

/** Judges a report again. `labels` are those of the steps; the report may be of any version, or none at all. */
export function againView(id: string, report: unknown, labels: readonly string[]): AgainView {
  const { schemaVersion, evidence } = partsOf(report);
  if (schemaVersion !== 1) {
    const schema = typeof schemaVersion === 'number' ? `of schema ${schemaVersion}` : 'without a schema';
    return untold(
      `The report is ${schema}, and this page reads schema 1. The Sluice that wrote it can judge it.`,
    );
  }
  if (!isEvidence(evidence)) {
    return untold(
      'The report does not hold evidence as this version of Sluice writes it. The Sluice that wrote it can judge it.',
    );
  }
  const judged = judgeAgain(id, evidence);
  const sentence = whole(judged.sentence);
  if (judged.kind === 'nothing') return untold(sentence);
  const { judgement, decisions, same, sentence: why } = judged.replayed;
  // What its last bake came to is its outcome, unless it has failed.
  const last = decisions.findLast(({ again }) => again !== null)?.decision;
  return {
    sentence,
    same,
    outcome: { tone: answerSaid(judgement, last).tone, why: whole(why) },
    rows: decisions.map((each) => rowOf(each, labels)),
  };
}

function untold(sentence: string): AgainView {
  return { sentence, same: null, rows: [] };
}

function partsOf(report: unknown): { schemaVersion?: unknown; evidence?: unknown } {
  return typeof report === 'object' && report !== null ? report : {};
}

/** Sentences of the verdict begin small and have no full stop. */
function whole(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function rowOf({ decision, again, same }: Rejudged, labels: readonly string[]): AgainRow {
  const { at, step, block, kind, reason, blame } = decision;
  const decided = said(kind, inFewWords(kind, reason, blame), decision);
  const row = {
    at,
    step: labelOf(step, labels),
    block: block === null ? 'before the first block' : `block ${block}`,
    decided,
  };
  if (again === null) {
    return { ...row, again: { word: 'not by counts', tone: 'quiet' }, why: whole(decision.message) };
  }
  const now = same === true ? undefined : answerSaid(again, decision);
  return { ...row, again: now, why: whole(again.sentence) };
}

function labelOf(step: number | undefined, labels: readonly string[]): string {
  return step === undefined ? '' : (labels[step] ?? `step ${step}`);
}

function answerSaid({ outcome, reason, blame }: Answer, asked: Decision | undefined): Said {
  return said(outcome, inFewWords(outcome, reason, blame), asked);
}

/** Green is what is proven: a bake that only waited for its time has proven nothing. */
function said(kind: Decision['kind'] | Answer['outcome'], word: string, asked: Decision | undefined): Said {
  switch (kind) {
    case 'pass':
      return { word, tone: asked?.bake?.until === 'elapsed' ? 'quiet' : 'good' };
    case 'fail':
      return { word, tone: 'bad' };
    case 'inconclusive':
    case 'hold':
      return { word, tone: 'ask' };
    case 'continue':
      return { word, tone: 'quiet' };
  }
}
