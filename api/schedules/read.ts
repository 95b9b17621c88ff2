import { lookAt, PREFIX, scheduleId } from '../../activities/scheduled/temporal.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';

/** All schedules that Sluice made, by lane and name. Throws `temporal_unavailable`. */
export async function readSchedules({ client }: Pick<ApiContext, 'client'>): Promise<KeptSchedule[]> {
  const ids: string[] = [];
  await askTemporal(client, async () => {
    for await (const { scheduleId: id } of client.schedule.list()) if (id.startsWith(PREFIX)) ids.push(id);
  });
  const read = ids.map(async (id) => {
    const [lane = '', name = ''] = id.slice(PREFIX.length).split('/');
    // Undefined: it was deleted meanwhile.
    return askTemporal(client, async () => lookAt(client, { lane, name }));
  });
  const found = (await Promise.all(read)).flatMap((kept) => kept ?? []);
  return found.toSorted((a, b) => (scheduleId(a) < scheduleId(b) ? -1 : 1));
}
