import { putSchedule, scheduleId } from '../../activities/scheduled/temporal.ts';
import { loadDefinitions } from '../../config/load.ts';
import { schedulesOf } from '../../config/schedules/resolve-schedules.ts';
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { ApiContext } from '../context.ts';
import { scheduleGauges } from './metrics.ts';
import { readSchedules } from './read.ts';

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
  const look = async (): Promise<void> => {
    try {
      await reconcile(context);
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

/** Makes, changes and deletes what differs from the service files. What was made through the API is left alone. */
async function reconcile(context: Kept): Promise<void> {
  const { services, problems } = await loadDefinitions(context.settings.definitions);
  const wanted = [...services.values()].flatMap(schedulesOf);
  const queue = actQueue(context.settings.temporal.taskQueue);
  const there = new Map((await readSchedules(context)).map((kept) => [scheduleId(kept), kept]));
  for (const schedule of wanted) {
    const found = there.get(scheduleId(schedule));
    if (found !== undefined && same(found, schedule)) continue;
    await putSchedule(context.client, queue, schedule, { origin: 'file', createdBy: 'service file' });
    context.log.info({ lane: schedule.lane, schedule: schedule.name }, 'brought a schedule up to date');
  }
  // What is gone from the files may be in one with mistakes.
  if (problems.length > 0) return;
  const named = new Set(wanted.map(scheduleId));
  for (const [id, { origin, lane, name }] of there) {
    if (origin !== 'file' || named.has(id)) continue;
    await context.client.schedule.getHandle(id).delete();
    context.log.info({ lane, schedule: name }, 'deleted a schedule that no service file has any more');
  }
}

function same(found: KeptSchedule, wanted: Schedule): boolean {
  const keys = ['cron', 'timeZone', 'version'] as const;
  return found.origin === 'file' && keys.every((key) => found[key] === wanted[key]);
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
