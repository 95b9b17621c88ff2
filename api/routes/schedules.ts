import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { actOnSchedule, makeSchedule, SCHEDULE_ACTS, type ScheduleAct } from '../acts/schedules.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { pageOfSchedules } from '../schedules/read.ts';
import { toScheduleView } from '../schedules/view.ts';
import { registryRefusals } from '../registry/refusals.ts';
import { laneId } from '../wire/names.ts';
import { optionalReasonBody } from '../wire/reason-body.ts';
import { scheduleBody, scheduleList, scheduleQuery, scheduleView } from '../wire/schedule.ts';
import type { App } from './index.ts';

const SUMMARIES: Record<ScheduleAct, string> = {
  pause: 'Pause a schedule: its times pass without a run',
  resume: 'Let a schedule run again',
  trigger: 'Run a schedule now, beside its times',
  delete: 'Delete a schedule that was made through the API',
};

/** GET and POST /v1/schedules, and POST /v1/schedules/:lane/:name/ACT. */
export function addSchedules(app: App, context: ApiContext): void {
  const list = {
    summary: 'Schedules, with their next five runs and what was missed',
    tags: ['schedules'],
    querystring: scheduleQuery,
    response: answers({ 200: scheduleList }, 'invalid_request', 'temporal_unavailable'),
  };
  app.get('/v1/schedules', { schema: list, config: { role: 'viewer' } }, async ({ query, principal }) => {
    const maySee = (lane: string): boolean => may(principal, 'viewer', lane);
    const { schedules, ...more } = await pageOfSchedules(context, query, maySee);
    return { schedules: schedules.map((kept) => toScheduleView(kept, Date.now())), ...more };
  });

  const create = {
    summary: 'Release a version into a lane by the clock',
    tags: ['schedules'],
    headers: actHeaders,
    body: scheduleBody,
    response: answers(
      { 201: scheduleView },
      ...registryRefusals,
      'reason_required',
      'service_not_found',
      'environment_not_found',
      'schedule_exists',
      'too_many_schedules',
      'config_invalid',
      'no_latest_version',
    ),
  };
  app.post('/v1/schedules', { schema: create, config: { role: 'operator' } }, async (request, reply) => {
    const caller = callerOf(request, 'schedule', request.body);
    return reply.code(201).send(await makeSchedule(context, caller, request.body));
  });

  for (const act of SCHEDULE_ACTS) {
    const schema = {
      summary: SUMMARIES[act],
      tags: ['schedules'],
      params: z.object({ lane: laneId, name }),
      headers: actHeaders,
      body: optionalReasonBody,
      response: answers(
        { 200: scheduleView },
        ...registryRefusals,
        'reason_required',
        'schedule_not_found',
        'schedule_in_file',
      ),
    };
    app.post(
      `/v1/schedules/:lane/:name/${act}`,
      { schema, config: { role: 'operator' } },
      async (request) => {
        const caller = callerOf(request, `${act} schedule`, { ...request.params, ...request.body });
        return actOnSchedule(context, caller, request.params, act, request.body.reason);
      },
    );
  }
}
