import type { z } from 'zod';
import { lookAt, PREFIX, scheduleId } from '../../activities/scheduled/temporal.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { pageByKey } from '../page-by-key.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import type { scheduleQuery } from '../wire/schedule.ts';

type Asking = Pick<ApiContext, 'client'>;
type Named = Pick<KeptSchedule, 'lane' | 'name'>;

/** All schedules that Sluice made, by lane and name. Throws `temporal_unavailable`. */
export async function readSchedules(context: Asking): Promise<KeptSchedule[]> {
  const found = await lookAtAll(context, await named(context));
  return found.toSorted((a, b) => (scheduleId(a) < scheduleId(b) ? -1 : 1));
}

/** One page of those in lanes that the caller may see; only what is on it is looked at. Throws as the other does. */
export async function pageOfSchedules(
  context: Asking,
  { lane, service, environment, ...asked }: z.output<typeof scheduleQuery>,
  maySee: (lane: string) => boolean,
): Promise<{ schedules: KeptSchedule[]; next?: string }> {
  const shown = (await named(context)).filter((each) => {
    const parts = laneParts(each.lane);
    return (
      maySee(each.lane) &&
      (lane === undefined || each.lane === lane) &&
      (service === undefined || parts.service === service) &&
      (environment === undefined || parts.environment === environment)
    );
  });
  const { page, ...more } = pageByKey(shown, { list: 'schedules', keyOf: scheduleId, ...asked });
  return { schedules: await lookAtAll(context, page), ...more };
}

async function named({ client }: Asking): Promise<Named[]> {
  const found: Named[] = [];
  await askTemporal(client, async () => {
    for await (const { scheduleId: id } of client.schedule.list()) {
      const [lane = '', name = ''] = id.slice(PREFIX.length).split('/');
      if (id.startsWith(PREFIX)) found.push({ lane, name });
    }
  });
  return found;
}

/** In the order of their names; one that was deleted meanwhile is left out. */
async function lookAtAll({ client }: Asking, names: readonly Named[]): Promise<KeptSchedule[]> {
  const read = names.map(async (each) => askTemporal(client, async () => lookAt(client, each)));
  return (await Promise.all(read)).flatMap((kept) => kept ?? []);
}
