import type { Act } from '../messages.ts';
import type { Answers, KeyConflict } from '../registry-messages.ts';

const REMEMBERED = 24 * 3_600_000;
const MOST_ANSWERS = 1000;

/** Does an act once by its key: a repeat within 24 hours is answered as before, another body is a conflict. */
export function once<Answer>(
  memory: Answers<Answer>,
  { key, bodyHash = '' }: Act,
  make: () => Answer,
): Answer | KeyConflict {
  if (key === undefined) return make();
  const now = Date.now();
  for (const [old, { at }] of Object.entries(memory)) if (now - at >= REMEMBERED) delete memory[old];
  const before = memory[key];
  if (before !== undefined) return before.bodyHash === bodyHash ? before.answer : { state: 'conflict' };
  const answer = make();
  memory[key] = { bodyHash, at: now, answer };
  const tooMany = Object.keys(memory).length - MOST_ANSWERS;
  for (const oldest of Object.keys(memory).slice(0, Math.max(0, tooMany))) delete memory[oldest];
  return answer;
}
