import type { MissedRun, ScheduleActivities, ScheduledActivities } from '../../activities/scheduled/types.ts';
import type { KeptSchedule, ScheduleChange } from '../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';

/** What Temporal has of schedules, and what a scheduled run meets; tests change it as they go. */
export interface ScriptedSchedules {
  /** By lane and name, with a `/` between them. */
  kept: Map<string, KeptSchedule>;
  /** What was asked to be done, each try. */
  changes: ScheduleChange[];
  /** Called with each try of a change before it is done, and of a look. */
  before: (change?: ScheduleChange) => void | Promise<void>;
  /** What runs ask, each try of it. */
  asked: string[];
  finds: ScheduledActivities['findScheduled'];
  submits: ScheduledActivities['submitScheduled'];
  /** Runs that were too late, and why. */
  missed: MissedRun[];
}

/** No schedule, and a lane that begins a release of what a run asks for. */
export function scriptedSchedules(): ScriptedSchedules {
  return {
    kept: new Map(),
    changes: [],
    before: () => undefined,
    asked: [],
    finds: async ({ version }) => ({ version: version === 'latest' ? 'v9' : version }),
    submits: async ({ lane }) => ({ state: 'running', id: `${lane}.1`, existing: false }),
    missed: [],
  };
}

/** The activities of schedules over it. */
export function scheduleActivities(scripted: ScriptedSchedules): ScheduleActivities & ScheduledActivities {
  const { kept, changes, asked } = scripted;
  return {
    lookAtSchedule: async ({ lane, name }) => {
      await scripted.before();
      return kept.get(`${lane}/${name}`) ?? null;
    },
    changeSchedule: async (change) => {
      changes.push(change);
      await scripted.before(change);
      const { lane, name, act, note, actor, wanted } = change;
      const id = `${lane}/${name}`;
      const found = kept.get(id);
      if (act === 'create') {
        if (found !== undefined || wanted === undefined) return 'there';
        kept.set(id, { ...madeSchedule(name), lane, ...wanted, createdBy: actor });
        return 'done';
      }
      if (found === undefined) return act === 'delete' ? 'done' : 'gone';
      if (act === 'delete') kept.delete(id);
      if (act === 'pause' || act === 'resume') kept.set(id, { ...found, paused: act === 'pause', note });
      return 'done';
    },
    findScheduled: async (input) => {
      asked.push('find');
      return scripted.finds(input);
    },
    submitScheduled: async (submit) => {
      asked.push(`submit ${submit.version}`);
      return scripted.submits(submit);
    },
    noteMissed: async (run) => {
      scripted.missed.push(run);
    },
  };
}

/** A schedule of the lane `shop.production` that somebody made through the API. */
export function madeSchedule(name: string): KeptSchedule {
  return {
    lane: 'shop.production',
    name,
    version: 'latest',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    origin: 'api',
    createdBy: 'ann',
    paused: false,
    note: '',
    last: null,
    runs: 0,
    missed: 0,
    skipped: 0,
  };
}

/** The input of a run of the schedule `nightly`. */
export function scheduledInput(): ScheduledInput {
  const { lane, name, version, cron, timeZone, origin, createdBy } = madeSchedule('nightly');
  return { schemaVersion: 1, lane, name, version, cron, timeZone, origin, createdBy };
}
