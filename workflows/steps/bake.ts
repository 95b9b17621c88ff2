import type { WatchAnswer } from '../../activities/types.ts';
import type { BakeStep } from '../../config/plan.ts';
import type { Life } from '../life.ts';
import { actOnVerdict, untilAnswer } from './await-answer.ts';

/** Watches until the verdict, and does with it what the plan says. */
export async function bake(life: Life, step: BakeStep): Promise<string> {
  for (;;) {
    const answer = await verdict(life, step);
    if (answer === 'promoted') return 'ended by promote, without a verdict';
    const ended = await actOnVerdict(life, step, answer);
    if (ended !== undefined) return ended;
  }
}

/** Time that the release stands paused counts for neither end of the bake; it is watched all the same. */
async function verdict(life: Life, step: BakeStep): Promise<WatchAnswer | 'promoted'> {
  const { until, minRequests, min, max, onFail } = step;
  const wait = (life.wait = { end: Date.now() + max });
  let minUntil = Date.now() + min;
  try {
    return await untilAnswer(life, {
      expected: max,
      onFail,
      goal: () => ({ bake: { until, minRequests, minUntil, wait } }),
      onPaused: (length) => {
        wait.end += length;
        minUntil += length;
      },
    });
  } finally {
    life.wait = null;
  }
}
