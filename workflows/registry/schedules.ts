/** How the registry acts on schedules: Temporal is asked until it has done it, and the act is noted. */
import { ActivityFailure, ApplicationFailure, uuid4 } from '@temporalio/workflow';
import { changesSchedules, looksAtSchedules } from '../calls.ts';
import type { RegistryState } from '../registry-messages.ts';
import { recordAct } from './record-act.ts';
import type { KeptSchedule, ScheduleAct, ScheduleAnswer, ScheduleRequest } from './schedule-types.ts';

const DONE = {
  create: 'created',
  pause: 'paused',
  resume: 'resumed',
  trigger: 'triggered',
  delete: 'deleted',
} as const satisfies Record<ScheduleAct, string>;

/**
 * Does an act on a schedule. What is so already is not noted. Fails with `temporal_unavailable` where Temporal cannot be
 * asked, and with `invalid_request` where it refuses what was asked.
 */
export async function actOnSchedule(
  state: Pick<RegistryState, 'acts' | 'audited'>,
  request: ScheduleRequest,
): Promise<ScheduleAnswer> {
  const { lane, name, act, actor, reason, wanted } = request;
  // Set before anything is asked for: every try of the act carries it.
  const requestId = uuid4();
  const before = await look(request);
  const settled = settle(request, before);
  if (settled !== undefined) return settled;
  const note = `${DONE[act]} by ${actor}${reason === '' ? '' : `: ${reason}`}`;
  const more = wanted === undefined ? {} : { wanted };
  const done = await asked(
    changesSchedules().changeSchedule({ lane, name, act, actor, note, requestId, ...more }),
  );
  if (done === 'gone') return notFound(request);
  if (done === 'there') return exists(request);
  const after = afterwards(request, before, note);
  recordAct(state, request, {
    act: `schedule-${DONE[act]}`,
    subject: `schedule ${name} of ${lane}`,
    ...(before === null ? {} : { before: shown(before) }),
    ...(act === 'delete' ? {} : { after: shown(after) }),
  });
  return { state: 'kept', at: Date.now(), schedule: after };
}

async function look({ lane, name }: ScheduleRequest): Promise<KeptSchedule | null> {
  return asked(looksAtSchedules().lookAtSchedule({ lane, name }));
}

/** The answer where nothing is to be done. */
function settle(request: ScheduleRequest, before: KeptSchedule | null): ScheduleAnswer | undefined {
  const { act, wanted } = request;
  if (act === 'create') {
    if (before === null) return undefined;
    const same = (['cron', 'timeZone', 'version'] as const).every((key) => before[key] === wanted?.[key]);
    return same ? { state: 'kept', at: Date.now(), schedule: before } : exists(request);
  }
  if (before === null) return notFound(request);
  if (before.paused ? act === 'pause' : act === 'resume') {
    return { state: 'kept', at: Date.now(), schedule: before };
  }
  if (act !== 'delete' || before.origin !== 'file') return undefined;
  const message = `${before.name} stands in the service file of ${before.lane}; take it out there, or pause it`;
  return { state: 'refused', code: 'schedule_in_file', message };
}

/** How it is after the act. It is not looked at again: an act that was done is noted, whatever happens then. */
function afterwards(
  { lane, name, act, actor, wanted }: ScheduleRequest,
  before: KeptSchedule | null,
  note: string,
): KeptSchedule {
  const schedule = before ?? {
    lane,
    name,
    ...(wanted ?? { version: '', cron: '', timeZone: '' }),
    origin: 'api' as const,
    createdBy: actor,
    paused: false,
    note: '',
    last: null,
    runs: 0,
    missed: 0,
    skipped: 0,
  };
  return act === 'pause' || act === 'resume' ? { ...schedule, paused: act === 'pause', note } : schedule;
}

function exists({ lane, name }: ScheduleRequest): ScheduleAnswer {
  const message = `${lane} has a schedule ${name} already; delete it, or take another name`;
  return { state: 'refused', code: 'schedule_exists', message };
}

function notFound({ lane, name }: ScheduleRequest): ScheduleAnswer {
  const message = `${lane} has no schedule ${name}; sluice schedule list has those that there are`;
  return { state: 'refused', code: 'schedule_not_found', message };
}

function shown({ version, cron, timeZone, paused }: KeptSchedule): object {
  return { version, cron, timeZone, paused };
}

/** What Temporal says, or why it says nothing, by the code of it. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    const refused = cause instanceof ApplicationFailure && cause.type === 'invalid_request';
    const message = `Temporal's schedules cannot be asked: ${cause instanceof Error ? cause.message : 'no answer'}`;
    throw refused
      ? ApplicationFailure.nonRetryable(cause.message, 'invalid_request')
      : ApplicationFailure.nonRetryable(message, 'temporal_unavailable');
  }
}
