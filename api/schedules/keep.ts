import { scheduleId } from '../../activities/scheduled/temporal.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { ApiContext } from '../context.ts';
import { scheduleGauges } from './metrics.ts';
import { readSchedules } from './read.ts';
import { reconciling } from './reconcile.ts';

/** Between two looks at the service files and at what was missed, in milliseconds. */
const EVERY = 30_000;

type Kept = Pick<ApiContext, 'client' | 'settings' | 'log' | 'metrics'>;

/**
 * Keeps Temporal's schedules as the service files have them, from now on and at every look at the files, and says in
 * the log what was missed. A file with mistakes changes nothing of its schedules. The answer ends it.
 */
export function keepSchedules(context: Kept): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const told = new Map<string, number>();
  const show = scheduleGauges(context.metrics);
  const reconcile = reconciling(context);
  const look = async (): Promise<void> => {
    try {
      await reconcile();
      const all = await readSchedules(context);
      show(all);
      tellMissed(context, all, told);
    } catch (error) {
      context.log.warn(`the schedules could not be brought up to date: ${String(error)}`);
    }
    if (ended) return;
    timer = setTimeout(() => {
      going = look();
    }, EVERY).unref();
  };
  let going = look();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await going;
  };
}

function tellMissed({ log }: Kept, all: readonly KeptSchedule[], told: Map<string, number>): void {
  for (const view of all) {
    const id = scheduleId(view);
    const { lane, name, missed } = view;
    const before = told.get(id) ?? 0;
    told.set(id, missed);
    if (missed <= before) continue;
    log.warn(
      { lane, schedule: name, missed },
      `${missed - before} runs of a schedule were missed, and are not made up for`,
    );
  }
}
