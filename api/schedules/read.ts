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

/** How many are looked at at once: many more would make each answer late, and Temporal would have to answer them all. */
const AT_ONCE = 20;

/** What was found of all schedules. */
export interface Looked {
  schedules: KeptSchedule[];
  /** Those that Temporal knows and said nothing more of, with its errors. */
  unread: (Named & { error: unknown })[];
}

/**
 * All schedules that Sluice made, by lane and name. One that cannot be looked at takes nothing from the others; where
 * none of the first ones can, this throws as they do, such as `temporal_unavailable`.
 */
export async function readSchedules(context: Asking): Promise<Looked> {
  const unread: Looked['unread'] = [];
  const found = await lookAtAll(context, await named(context), (which) => unread.push(which));
  return { schedules: found.toSorted((a, b) => (scheduleId(a) < scheduleId(b) ? -1 : 1)), unread };
}

/** The names of those that a lane has, as far as Temporal lists them yet. Throws `temporal_unavailable`. */
export async function namesInLane(context: Asking, lane: string): Promise<string[]> {
  return (await named(context)).filter((each) => each.lane === lane).map(({ name }) => name);
}

/**
 * One page of those in lanes that the caller may see; only what is on it is looked at. Throws `temporal_unavailable`,
 * also where one of them cannot be looked at: nobody shall take a page for whole that is not.
 */
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
  const refuse = ({ error }: { error: unknown }): never => {
    throw error;
  };
  return { schedules: await lookAtAll(context, page, refuse), ...more };
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
async function lookAtAll(
  { client }: Asking,
  names: readonly Named[],
  onUnread: (which: Looked['unread'][number]) => void,
): Promise<KeptSchedule[]> {
  const found: KeptSchedule[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const looks = names.slice(from, from + AT_ONCE).map(async (which) => lookAtOne(client, which));
    const looked = await Promise.all(looks);
    const unread = looked.filter((each) => 'error' in each);
    const [first] = unread;
    if (from === 0 && first !== undefined && unread.length === looked.length) throw first.error;
    unread.forEach(onUnread);
    found.push(...looked.flatMap((each) => ('kept' in each && each.kept !== undefined ? [each.kept] : [])));
  }
  return found;
}

async function lookAtOne(
  client: Asking['client'],
  which: Named,
): Promise<Looked['unread'][number] | { kept: KeptSchedule | undefined }> {
  try {
    return { kept: await askTemporal(client, async () => lookAt(client, which)) };
  } catch (error) {
    return { ...which, error };
  }
}
