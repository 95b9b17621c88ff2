import { createArchiveActivities } from './archive.ts';
import { createAuditActivity } from './audit.ts';
import { createCalibrateActivity } from './calibrate.ts';
import type { ActivityContext } from './context.ts';
import { createDeliverActivity } from './deliver.ts';
import { createDeployActivities } from './deploy.ts';
import { createDrainActivities } from './drain.ts';
import { createThawActivity } from './freezes/thaw.ts';
import { createGuardActivity } from './guard.ts';
import { createHookActivities } from './hook.ts';
import { createNotifyActivities } from './notify.ts';
import { createObserveActivities } from './observe.ts';
import { createProtectionActivities } from './protection.ts';
import { createRetireActivities } from './retire.ts';
import { createSmokeActivities } from './smoke.ts';
import { createSurveyActivities } from './survey.ts';
import { createScheduleActivities } from './scheduled/change-schedule.ts';
import { createScheduledActivities } from './scheduled/scheduled.ts';
import type { ScheduleActivities, ScheduledActivities } from './scheduled/types.ts';
import type { ActActivities, WatchActivities } from './types.ts';
import { createWatchActivity } from './watch.ts';
import { createWriteActivities } from './write.ts';

/** The activities of the queue `act`. */
export function createActActivities(
  context: ActivityContext,
): ActActivities & ScheduledActivities & ScheduleActivities {
  return {
    ...createSurveyActivities(context),
    ...createDeployActivities(context),
    ...createSmokeActivities(context),
    ...createWriteActivities(context),
    ...createHookActivities(context),
    ...createRetireActivities(context),
    ...createNotifyActivities(context),
    ...createDeliverActivity(context),
    ...createProtectionActivities(context),
    ...createArchiveActivities(context),
    ...createScheduledActivities(context),
    ...createScheduleActivities(context),
    ...createAuditActivity(context),
  };
}

/** The activities of the queue `watch`. */
export function createWatchActivities(context: ActivityContext): WatchActivities {
  return {
    ...createCalibrateActivity(context),
    ...createWatchActivity(context),
    ...createObserveActivities(context),
    ...createDrainActivities(context),
    ...createThawActivity(context),
    ...createGuardActivity(context),
  };
}
