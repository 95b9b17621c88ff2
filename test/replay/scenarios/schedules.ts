import { randomUUID } from 'node:crypto';
import { actQueue } from '../../../workflows/queues.ts';
import { actOnSchedule } from '../../../workflows/registry-messages.ts';
import type { ScheduleRequest } from '../../../workflows/registry/schedule-types.ts';
import type { scheduled } from '../../../workflows/scheduled.ts';
import { scheduledStartTime } from '../../../workflows/search-attributes.ts';
import type { Rig } from '../../workflow/environment.ts';
import { startRegistry } from '../../workflow/registry-under-test.ts';
import { scheduledInput } from '../../workflow/scripted-schedules.ts';
import type { Scenarios } from './scenario.ts';

/** All that is done to one schedule, with a repeat, and what is refused. */
async function playScheduleActs(rig: Rig): Promise<string> {
  const registry = await startRegistry(rig);
  const which = { lane: 'shop.production', name: 'nightly' };
  const who = { actor: 'bob', source: 'cli', reason: 'for the night' } as const;
  const act = async (more: Pick<ScheduleRequest, 'act' | 'wanted' | 'key'>): Promise<unknown> =>
    registry.executeUpdate(actOnSchedule, { args: [{ ...who, ...which, ...more }] });
  await act({ act: 'create', wanted: { version: 'latest', cron: '30 2 * * *', timeZone: 'UTC' } });
  await act({ act: 'pause' });
  await act({ act: 'resume' });
  await Promise.all([act({ act: 'trigger', key: 'k' }), act({ act: 'trigger', key: 'k' })]);
  await act({ act: 'delete' });
  await act({ act: 'pause' });
  await registry.terminate();
  return registry.workflowId;
}

/** A run that finds the newest version and begins a release of it. */
async function playScheduledRun({ client, prefix }: Rig): Promise<string> {
  const workflowId = `scheduled/shop.production/nightly-${randomUUID()}`;
  await client.workflow.execute<typeof scheduled>('scheduled', {
    workflowId,
    taskQueue: actQueue(prefix),
    args: [scheduledInput()],
  });
  return workflowId;
}

/** A run that no worker took up until eleven minutes after its time. */
async function playLateRun({ client, prefix }: Rig): Promise<string> {
  const workflowId = `scheduled/shop.production/nightly-${randomUUID()}`;
  await client.workflow.execute<typeof scheduled>('scheduled', {
    workflowId,
    taskQueue: actQueue(prefix),
    args: [scheduledInput()],
    typedSearchAttributes: [{ key: scheduledStartTime, value: new Date(Date.now() - 660_000) }],
  });
  return workflowId;
}

/** What schedules do. */
export const scheduleScenarios: Scenarios = {
  'registry-schedules': playScheduleActs,
  'scheduled-run': playScheduledRun,
  'scheduled-run-late': playLateRun,
};
