import { patched } from '@temporalio/workflow';
import type { WatchAnswer, WriteRequest } from '../../activities/types.ts';
import type { RampStep } from '../../config/plan.ts';
import { endCalibrating } from '../calibrating.ts';
import { firstWeightOf } from '../first-weight.ts';
import { percent } from '../labels.ts';
import { record, type Life } from '../life.ts';
import { isFree, untilFree } from '../stand-still.ts';
import { stopWatch } from '../watching.ts';
import { actOnVerdict, untilAnswer } from './await-answer.ts';
import { LONGEST_LOOK, observeRaise, raise, standRefused, tryRaise } from './shift.ts';

/** Raises the weight as fast as the evidence allows, each time written, read back and observed as a shift is. */
export async function ramp(life: Life, step: RampStep): Promise<string> {
  for (;;) {
    const answer = await climb(life, step);
    if (answer === 'promoted') return `ended by promote at ${percent(life.traffic.asked)}, without a verdict`;
    const ended = await actOnVerdict(life, step, answer);
    if (ended !== undefined) return ended;
  }
}

/** Climbs until there is a verdict at the present weight. Time that the release stands still counts for nothing. */
async function climb(life: Life, step: RampStep): Promise<WatchAnswer | 'promoted'> {
  const wait = (life.wait = { end: Date.now() + step.max });
  const { budget, lateBudget, from, to, maxFactor, max, onFail } = step;
  const paces = { budget, from, to, maxFactor, ...(lateBudget === undefined ? {} : { lateBudget }) };
  let { onDrift } = life.input.plan;
  try {
    if (life.traffic.asked < from) await begin(life, step);
    for (;;) {
      const answer = await untilAnswer(life, {
        expected: max,
        onFail,
        goal: () => ({ ramp: { ...paces, wait } }),
        onPaused: (length) => {
          wait.end += length;
        },
      });
      if (answer === 'promoted' || answer.kind !== 'raise') return answer;
      onDrift = await raiseOnce(life, answer, onDrift);
    }
  } finally {
    life.wait = null;
  }
}

/** Writes the first weight, unless a larger one stands. */
async function begin(life: Life, step: RampStep): Promise<void> {
  await endCalibrating(life);
  const { asked: before } = life.traffic;
  const { weight, message } = firstWeightOf(life, step);
  if (weight <= before) return;
  await raise(life, weight, { full: false });
  life.sentence = message;
  record(life, 'raised', message, { data: { from: before, to: weight } });
  await observeRaise(life, LONGEST_LOOK);
}

/**
 * Raises to what the evidence of the present weight allowed, unless somebody holds or pauses the release by now: the
 * evidence is then weighed anew afterwards. Answers what the next write does with somebody else's change.
 */
async function raiseOnce(
  life: Life,
  { raise: weight, message }: WatchAnswer,
  onDrift: WriteRequest['onDrift'],
): Promise<WriteRequest['onDrift']> {
  const { asked: before } = life.traffic;
  if (weight === undefined || weight <= before) return onDrift;
  // What is being put right takes a moment, in which somebody may say pause, or have to be asked.
  if (life.watching.restoring > 0 && patched('raise-after-put-right')) await stopWatch(life);
  if (!isFree(life)) {
    await untilFree(life);
    return onDrift;
  }
  const refused = await tryRaise(life, weight, { full: false, onDrift });
  if (refused === undefined) {
    life.sentence = message;
    record(life, 'raised', message, { data: { from: before, to: weight } });
    await observeRaise(life, LONGEST_LOOK);
    return life.input.plan.onDrift;
  }
  return standRefused(life, refused, onDrift);
}
