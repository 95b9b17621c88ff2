/** Schedules as Temporal's own service hands them out and takes them, without a server. */
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeptSchedule } from '../../../workflows/registry/schedule-types.ts';

const { workflowservice } = proto.temporal.api;

/** What Temporal has, and what it was told, `create ID` and so on. */
export interface FakeSchedules {
  kept: KeptSchedule[];
  told: string[];
  /** Called before a change; what it throws is the answer. */
  before?: () => void;
  /** Ids of requests to run one now. */
  requests?: string[];
}

/** The calls of the service that are about schedules. */
export function scheduleService(fake: FakeSchedules): Record<string, Call> {
  const change =
    (what: string) =>
    async (request: { scheduleId?: string | null }): Promise<object> => {
      fake.before?.();
      fake.told.push(`${what} ${request.scheduleId ?? ''}`);
      return {};
    };
  return {
    listSchedules: async () => ({ schedules: fake.kept.map((each) => ({ scheduleId: idOf(each) })) }),
    describeSchedule: async ({ scheduleId }) => {
      const found = fake.kept.find((each) => idOf(each) === scheduleId);
      if (found === undefined) throw notFound();
      return described(found);
    },
    createSchedule: async (request) => {
      if (fake.kept.some((each) => idOf(each) === request.scheduleId)) throw failed(6, 'already there');
      return change('create')(request);
    },
    updateSchedule: change('update'),
    deleteSchedule: change('delete'),
    patchSchedule: async ({ scheduleId, patch, requestId }) => {
      const what = patch?.pause !== undefined ? 'pause' : patch?.unpause !== undefined ? 'resume' : 'trigger';
      fake.requests?.push(requestId ?? '');
      return change(what)({ scheduleId: scheduleId ?? '' });
    },
  };
}

interface Request {
  scheduleId?: string | null;
  requestId?: string | null;
  patch?: { pause?: string | null; unpause?: string | null };
}

type Call = (request: Request) => Promise<object>;

/** What a call fails with where what it is about is not there. */
export function notFound(): Error {
  return failed(5, 'not found');
}

/** What a call fails with, by gRPC's status code. */
export function failed(code: number, details: string): Error {
  return Object.assign(new Error(details), { code, details, metadata: { get: () => [] } });
}

function idOf({ lane, name }: KeptSchedule): string {
  return `schedule/${lane}/${name}`;
}

function described(kept: KeptSchedule): object {
  const { paused, note, last, runs, missed, skipped, ...input } = kept;
  const at = { seconds: (last ?? 0) / 1000 };
  const payload = defaultPayloadConverter.toPayload({ schemaVersion: 1, ...input });
  return workflowservice.v1.DescribeScheduleResponse.fromObject({
    schedule: {
      spec: {},
      action: {
        startWorkflow: {
          workflowId: 'scheduled',
          workflowType: { name: 'scheduled' },
          taskQueue: { name: 'sluice-act' },
          input: { payloads: [payload] },
        },
      },
      policies: {},
      state: { paused, notes: note },
    },
    info: {
      createTime: { seconds: 1 },
      actionCount: runs,
      missedCatchupWindow: missed,
      overlapSkipped: skipped,
      recentActions: last === null ? [] : [{ scheduleTime: at, actualTime: at, startWorkflowResult: {} }],
    },
  });
}
