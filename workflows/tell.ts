import { condition, TemporalFailure } from '@temporalio/workflow';
import { notifies } from './calls.ts';
import type { Life } from './life.ts';

/** How long the end of a release waits for its last notifications. */
const PATIENCE = '10s';

/** Hands every new event to the notifiers, in order, for as long as the release lives. */
export async function tellNotifiers(life: Life): Promise<void> {
  const { notify: notifiers } = life.input.plan;
  if (notifiers.length === 0) return;
  for (;;) {
    await condition(() => life.events.length > life.notified);
    const fresh = life.events.slice(life.notified);
    const notifications = fresh.map(({ number, at, kind, message, actor, reason, page }) => ({
      lane: life.input.lane,
      release: life.input.id,
      number,
      at,
      kind,
      message,
      page: page ?? false,
      ...(actor === undefined ? {} : { actor }),
      ...(reason === undefined ? {} : { reason }),
    }));
    try {
      await notifies().notify({ notifiers, notifications });
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
    }
    life.notified += fresh.length;
  }
}

/** Waits a little until everything up to now was told; what is said to an ended release holds nothing open. */
export async function untilTold(life: Life): Promise<void> {
  if (life.input.plan.notify.length === 0) return;
  const last = life.events.length;
  await condition(() => life.notified >= last, PATIENCE);
}
