/** What a lane has answered, by idempotency key. */
import { patched } from '@temporalio/workflow';
import { bytesOf, newestWithin } from './bytes.ts';
import type { LaneState, SubmitAnswer } from './lane-messages.ts';
import type { Act } from './messages.ts';

const REMEMBERED = 24 * 3_600_000;
const MOST_ANSWERS = 1000;
/** A thousand usual ones; a refusal repeats in full why the lane is blocked. */
const MOST_BYTES = 300_000;

type Keyed = Pick<Act, 'key' | 'bodyHash'>;
type Remembering = Pick<LaneState, 'answers'>;

/** The answer that was given under this key in the last 24 hours; `conflict` when the body was another. */
export function remembered({ answers }: Remembering, act: Keyed, now: number): SubmitAnswer | undefined {
  if (act.key === undefined) return undefined;
  const before = answers[act.key];
  if (before === undefined || now - before.at >= REMEMBERED) return undefined;
  return before.bodyHash === (act.bodyHash ?? '') ? before.answer : { state: 'conflict' };
}

/** Keeps an answer for 24 hours, with at most the newest 1,000, and as many of them as take 300 kB. */
export function remember(state: Remembering, act: Keyed, answer: SubmitAnswer, now: number): void {
  const entries = Object.entries(state.answers)
    .filter(([, entry]) => now - entry.at < REMEMBERED)
    .slice(-(MOST_ANSWERS - 1));
  const added = { bodyHash: act.bodyHash ?? '', at: now, answer };
  const fitting = newestWithin(entries, MOST_BYTES - bytesOf(added));
  const kept = fitting.length < entries.length && patched('lane-answers-by-bytes') ? fitting : entries;
  state.answers = Object.fromEntries(kept);
  if (act.key !== undefined) state.answers[act.key] = added;
}
