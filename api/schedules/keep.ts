import { scheduleId } from '../../activities/scheduled/temporal.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { ApiContext } from '../context.ts';
import { lastSeen } from './last-seen.ts';
import { scheduleGauges } from './metrics.ts';
import { readSchedules, type Looked } from './read.ts';
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
  const seen = lastSeen();
  const show = scheduleGauges(context.metrics);
  const reconcile = reconciling(context);
  const look = async (): Promise<void> => {
    try {
      await reconcile();
      const looked = await readSchedules(context);
      show(seen(looked));
      tellMissed(context, looked.schedules, told);
      tellUnread(context, looked);
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

function tellUnread({ log }: Kept, { unread }: Looked): void {
  const [first] = unread;
  if (first === undefined) return;
  const { lane, name, error } = first;
  log.warn(
    { lane, schedule: name, unread: unread.length },
    `${unread.length} of the schedules cannot be looked at, and stay as they are: ${String(error)}`,
  );
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
