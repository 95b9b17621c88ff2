/** How people move the present deadline: that of the hold that stands, else the end of the present step's wait. */
import type { Milliseconds } from '../config/plan.ts';
import { mostBlocks } from '../config/most-blocks.ts';
import { formatDuration } from '../config/units.ts';
import { actorNamed, byWhom } from './by-whom.ts';
import { record, type Life } from './life.ts';
import type { Extension } from './messages.ts';

const LEAST = 1000;
const MOST = 30 * 86_400_000;

/** Why nothing can be moved by so much now; undefined when it can. Pure. */
export function whyNotExtended(life: Life, by: Milliseconds): string | undefined {
  if (!Number.isSafeInteger(by) || by < LEAST || by > MOST) {
    return `a deadline is moved by ${formatDuration(LEAST)} to ${formatDuration(MOST)} at a time`;
  }
  const [held] = life.holds;
  if (held === undefined) {
    if (life.wait === null) return 'nothing waits that has a deadline';
    const over = life.promotion !== null || life.watching.verdict !== null;
    return over ? 'the wait has ended already' : whyTooLong(life, life.wait.end + by);
  }
  if (held.decision !== null) return 'the hold was answered already';
  const none = 'the hold has no deadline any more: it stands until somebody decides';
  return held.deadline === undefined ? none : whyTooLong(life, held.deadline + by);
}

/** The watch goes on until then, and all of its blocks are kept. */
function whyTooLong({ watching, input, analysis }: Life, deadline: number): string | undefined {
  if (watching.trafficSince === null) return undefined;
  const { metrics } = input.plan;
  const left = (mostBlocks(metrics.length) - (watching.state?.verdict.blocks ?? 0)) * analysis.block;
  if (deadline - Date.now() <= left) return undefined;
  const block = formatDuration(analysis.block);
  return `with blocks of ${block} a release can keep the counts of ${formatDuration(left)} more, and no longer`;
}

/** Moves it and records who did. A chunk of the watch that ends with a bake or a ramp is begun again with the new end. */
export function extendDeadline(life: Life, act: Extension): void {
  const { by } = act;
  const [held] = life.holds;
  const status = life.steps[life.step];
  let deadline = 0;
  if (held?.deadline !== undefined) {
    deadline = held.deadline += by;
  } else if (life.wait !== null) {
    deadline = life.wait.end += by;
    if (status !== undefined) status.extended = (status.extended ?? 0) + by;
    if ((status?.kind === 'bake' || status?.kind === 'ramp') && life.pausedBy === null)
      life.watching.chunk?.cancel();
  }
  const what = held === undefined ? (status?.label ?? '') : 'the hold';
  const message = `extended by ${formatDuration(by)} by ${actorNamed(act)}: ${what}`;
  record(life, 'extended', message, { ...byWhom(act), data: { by, deadline } });
}
