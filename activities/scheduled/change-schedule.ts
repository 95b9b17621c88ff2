import { ServiceError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ScheduleChange } from '../../workflows/registry/schedule-types.ts';
import type { ActivityContext } from '../context.ts';
import { GRPC, grpcCode } from './grpc-code.ts';
import { noteTrigger } from './note-trigger.ts';
import { createSchedule, lookAt, scheduleId } from './temporal.ts';
import type { ScheduleActivities } from './types.ts';

/** How long one question may take, in milliseconds. */
const PATIENCE = 3000;

/** What people do to schedules, as Temporal is asked for it. */
export function createScheduleActivities(context: ActivityContext): ScheduleActivities {
  const queue = `${context.schedules.taskQueue}-act`;
  const asking = async <T>(ask: (temporal: Client) => Promise<T>): Promise<T> => {
    const client = context.client();
    return client.withDeadline(Date.now() + PATIENCE, async () => ask(client));
  };
  return {
    lookAtSchedule: async (which) => asking(async (temporal) => (await lookAt(temporal, which)) ?? null),
    changeSchedule: async (change) => {
      try {
        return await asking(async (temporal) => perform(temporal, queue, change));
      } catch (error) {
        const code = grpcCode(error);
        if (code === GRPC.notFound) return change.act === 'delete' ? 'done' : 'gone';
        if (code !== GRPC.invalidArgument) throw error;
        const said = error instanceof ServiceError ? error.cause : error;
        const why = said instanceof Error ? said.message : String(said);
        throw ApplicationFailure.nonRetryable(`Temporal refuses this: ${why}`, 'invalid_request');
      }
    },
  };
}

async function perform(
  client: Client,
  taskQueue: string,
  { lane, name, act, actor, note, requestId, wanted }: ScheduleChange,
): Promise<'done' | 'there'> {
  const handle = client.schedule.getHandle(scheduleId({ lane, name }));
  switch (act) {
    case 'create': {
      if (wanted === undefined) throw ApplicationFailure.nonRetryable('nothing is to be created');
      const schedule = { lane, name, ...wanted };
      if (await createSchedule(client, taskQueue, schedule, { origin: 'api', createdBy: actor }))
        return 'done';
      // An earlier try may have made it.
      const found = await lookAt(client, schedule);
      const same = (['cron', 'timeZone', 'version'] as const).every((key) => found?.[key] === wanted[key]);
      return same ? 'done' : 'there';
    }
    case 'pause':
      await handle.pause(note);
      return 'done';
    case 'resume':
      await handle.unpause(note);
      return 'done';
    case 'trigger':
      await noteTrigger(client, { lane, name }, actor);
      await client.workflowService.patchSchedule({
        namespace: client.options.namespace,
        scheduleId: handle.scheduleId,
        patch: { triggerImmediately: {} },
        // Temporal takes a repeat of it for what it is; the client's own trigger would name each try anew.
        requestId,
        identity: client.options.identity,
      });
      return 'done';
    case 'delete':
      await handle.delete();
      return 'done';
  }
}
