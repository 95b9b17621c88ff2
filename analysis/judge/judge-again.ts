import type { Evidence } from './evidence.ts';
import type { Rejudged } from './rejudge.ts';
import { replayRelease, type ReplayedRelease } from './replay-release.ts';

/** What comes of judging a release again, and whether it is what the release decided, in one sentence. */
export type JudgedAgain = { sentence: string } & (
  | { kind: 'judged'; replayed: ReplayedRelease }
  /** There are no counts to judge by. */
  | { kind: 'nothing' }
);

/** Judges a release again by its own counts. Sentences begin small and have no full stop. */
export function judgeAgain(id: string, evidence: Evidence): JudgedAgain {
  const replayed = replayRelease(evidence);
  if (replayed === undefined) {
    const sentence = `${id} sent no traffic to its candidate, so there is nothing to judge`;
    return { kind: 'nothing', sentence };
  }
  if (evidence.metrics?.length === 0) {
    const sentence = `${id} compared no metric, so there are no counts to judge: what it decided rests on rules, instances and people`;
    return { kind: 'nothing', sentence };
  }
  return { kind: 'judged', replayed, sentence: compared(replayed) };
}

/** A decision or an answer in a few words: `pass`, `fail: harm (errors)`. */
export function inFewWords(kind: string, reason: string | null, blame: string | null = null): string {
  if (kind === 'pass' || reason === null) return kind;
  return `${kind}: ${reason}${blame === null ? '' : ` (${blame})`}`;
}

function compared({ same, judgement, decisions }: ReplayedRelease): string {
  if (same) return 'judged again with the same result';
  const others = decisions.filter((each) => each.same === false);
  const [first] = others;
  if (first !== undefined) {
    const more = others.length === 1 ? '' : `, and ${others.length - 1} more of its decisions differ`;
    return `judged again with ANOTHER result: ${differing(first)}${more}`;
  }
  return judgement.outcome === 'fail'
    ? `judged again with ANOTHER result: the counts fail at block ${judgement.block ?? 0}, and the release did not then`
    : 'judged again with ANOTHER result: the release failed, and its counts do not';
}

function differing({ decision: { block, kind, reason, blame }, again }: Rejudged): string {
  const where = block === null ? 'before the first block' : `at block ${block}`;
  const now = again === null ? 'nothing' : `"${inFewWords(again.outcome, again.reason, again.blame)}"`;
  return `${where} the release found "${inFewWords(kind, reason, blame)}", and its counts say ${now}`;
}
