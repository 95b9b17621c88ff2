/**
 * A freeze keeps a release from raising traffic: it stands still, watched, until that is over. Nobody is asked, and no
 * deadline passes: moves down, undo and abort go on as ever.
 */
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { Frozen, Raise } from '../config/freezes/judge-raise.ts';
import type { Milliseconds } from '../config/plan.ts';
import { thaws } from './calls.ts';
import { record, type Life } from './life.ts';
import { moveEnd } from './stand-still.ts';
import { keepWatching } from './watching.ts';

/** How long one look may last, so that a freeze of weeks is a few events a day. */
const LOOK: Milliseconds = 6 * 3_600_000;

/** What a write that raises traffic is judged by, right before it. */
export function raiseOf(life: Life): Raise {
  const { lane, kind, plan } = life.input;
  const { startedAt: began, freezeOverridden: overriddenAt } = life;
  const { onFreeze = 'hold' } = plan;
  return { lane, kind, began, onFreeze, ...(overriddenAt === null ? {} : { overriddenAt }) };
}

/** Stands still until nothing freezes the release any more, or somebody with the right to has overridden it. */
export async function untilThawed(life: Life, found: Frozen): Promise<void> {
  const since = Date.now();
  await keepWatching(life);
  try {
    for (let frozen: Frozen | null = found; frozen !== null;) {
      tell(life, frozen, since);
      frozen = await look(life, frozen);
    }
    record(life, 'hold-ended', 'nothing freezes it any more');
  } finally {
    life.frozen = null;
    life.turn += 1;
    moveEnd(life, since);
  }
}

/** Says what freezes it, where that is new. */
function tell(life: Life, frozen: Frozen, since: number): void {
  const { by: reason, message, until } = frozen;
  const isNew = life.frozen?.message !== message;
  life.frozen = { ...frozen, since };
  if (!isNew) return;
  life.turn += 1;
  record(life, 'held', `held: ${message}`, { data: { reason, ...(until === undefined ? {} : { until }) } });
}

/** Waits until it has changed; an override is looked at afresh at once. */
async function look(life: Life, known: Frozen): Promise<Frozen | null> {
  const before = life.freezeOverridden;
  const until = Date.now() + LOOK;
  const scope = new CancellationScope({ cancellable: true });
  const overridden = (): boolean => life.freezeOverridden !== before;
  try {
    return await scope.run(async () =>
      Promise.race([
        thaws(LOOK).thaw({ raise: raiseOf(life), known, until }),
        condition(overridden).then(() => known),
      ]),
    );
  } catch (error) {
    if (isCancellation(error) && overridden()) return known;
    throw error;
  } finally {
    scope.cancel();
  }
}
