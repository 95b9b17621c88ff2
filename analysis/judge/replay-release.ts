import type { Evidence } from './evidence.ts';
import { rejudge, type Rejudged } from './rejudge.ts';
import { replay, type Replay } from './replay.ts';

/** A release, judged again. */
export interface ReplayedRelease extends Replay {
  decisions: Rejudged[];
  /** Every decision that rests on counts came out as it was, and no fail that the release did not have. */
  same: boolean;
}

/**
 * Judges a release again by its own counts, and compares. Its outcome is its first fail, else what its last bake
 * came to; the times that its bakes had stand in its decisions. Undefined where nothing was watched.
 */
export function replayRelease(evidence: Evidence): ReplayedRelease | undefined {
  const { metrics, settings, blocks } = evidence;
  if (metrics === undefined || settings === undefined) return undefined;
  const replayed = replay({ metrics, settings, blocks, until: 'safe' });
  const decisions = rejudge(evidence);
  const failed = decisions.find(({ decision }) => decision.kind === 'fail' && !decision.beside);
  const { judgement } = replayed;
  const sameFail =
    judgement.outcome === 'fail' ? judgement.block === failed?.decision.block : failed === undefined;
  const same = sameFail && decisions.every((each) => each.same !== false);
  if (judgement.outcome === 'fail') return { ...replayed, decisions, same };
  const last = decisions.findLast(({ again }) => again !== null);
  if (last === undefined || last.again === null) {
    const newest = blocks.length === 0 ? null : blocks.length - 1;
    const waits = { outcome: 'continue', block: newest, reason: null, blame: null } as const;
    const sentence = 'no bake has ended yet, and nothing has failed';
    return { ...replayed, judgement: { ...judgement, ...waits }, sentence, decisions, same };
  }
  const { sentence, ...answer } = last.again;
  const block = last.decision.block;
  return { ...replayed, judgement: { ...judgement, ...answer, block }, sentence, decisions, same };
}
