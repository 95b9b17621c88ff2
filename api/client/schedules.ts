import { scheduleList, scheduleView, type ScheduleList, type ScheduleView } from '../wire/schedule.ts';
import type { Ask } from './ask.ts';
import { everyPage, type ListQuery } from './every-page.ts';

/** What is said to make a schedule; `schedule` as in a service file. */
export interface ScheduleRequest {
  lane: string;
  name: string;
  schedule: { cron: string; timeZone?: string; version?: string };
  reason?: string;
}

/** Releases that begin by the clock. */
export interface ScheduleCalls {
  /** All of them, page after page, narrowed as the route takes it. */
  schedules: (query?: ListQuery) => Promise<ScheduleList>;
  createSchedule: (request: ScheduleRequest) => Promise<ScheduleView>;
  actOnSchedule: (
    lane: string,
    name: string,
    act: 'pause' | 'resume' | 'trigger' | 'delete',
    reason: string,
  ) => Promise<ScheduleView>;
}

/** The calls about schedules. */
export function scheduleCalls(ask: Ask): ScheduleCalls {
  return {
    schedules: async (query = {}) => {
      const read = async (params: ListQuery): Promise<ScheduleList> =>
        ask(scheduleList, 'GET', '/v1/schedules', { params });
      return { schedules: (await everyPage(query, read)).flatMap((page) => page.schedules) };
    },
    createSchedule: async (data) => ask(scheduleView, 'POST', '/v1/schedules', { data }),
    actOnSchedule: async (lane, name, act, reason) => {
      const path = [lane, name, act].map(encodeURIComponent).join('/');
      return ask(scheduleView, 'POST', `/v1/schedules/${path}`, { data: { reason } });
    },
  };
}
