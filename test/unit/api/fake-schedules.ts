/** Schedules as Temporal's own service hands them out and takes them, without a server. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeptSchedule } from '../../../workflows/registry/schedule-types.ts';

const { workflowservice } = proto.temporal.api;

/** What Temporal has, and what it was told, `create ID` and so on. */
export interface FakeSchedules {
  kept: KeptSchedule[];
  told: string[];
  /** Called before a change, `create ID` and so on; what it throws is the answer. */
  before?: (change: string) => void;
  /** Called before one is described; what it throws is the answer. */
  look?: (scheduleId: string) => void | Promise<void>;
  /** Ids of requests to run one now. */
  requests?: string[];
  /** What runs are started with where an update has said so, by id. */
  inputs?: Map<string, object>;
  /** Ids of runs that Temporal names, newest last. */
  ran?: string[];
}

/** The calls of the service that are about schedules. */
export function scheduleService(fake: FakeSchedules): Record<string, Call> {
  const change =
    (what: string) =>
    async (request: { scheduleId?: string | null }): Promise<object> => {
      const told = `${what} ${request.scheduleId ?? ''}`;
      fake.before?.(told);
      fake.told.push(told);
      return {};
    };
  return {
    listSchedules: async () => ({ schedules: fake.kept.map((each) => ({ scheduleId: idOf(each) })) }),
    describeSchedule: async ({ scheduleId }) => {
      await fake.look?.(scheduleId ?? '');
      const found = fake.kept.find((each) => idOf(each) === scheduleId);
      if (found === undefined) throw notFound();
      return described(found, fake);
    },
    createSchedule: async (request) => {
      if (fake.kept.some((each) => idOf(each) === request.scheduleId)) throw failed(6, 'already there');
      return change('create')(request);
    },
    updateSchedule: async (request) => {
      const answer = await change('update')(request);
      const [payload] = request.schedule?.action?.startWorkflow?.input?.payloads ?? [];
      if (payload !== undefined) fake.inputs?.set(request.scheduleId ?? '', fromPayload(payload));
      return answer;
    },
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
  schedule?: {
    action?: { startWorkflow?: { input?: { payloads?: Payload[] | null } | null } | null } | null;
  };
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

function fromPayload(payload: Payload): object {
  const said: unknown = defaultPayloadConverter.fromPayload(payload);
  return typeof said === 'object' && said !== null ? said : {};
}

function described(kept: KeptSchedule, { inputs, ran = ['scheduled'] }: FakeSchedules): object {
  const { paused, note, last, runs, missed, skipped, ...input } = kept;
  const at = { seconds: (last ?? 0) / 1000 };
  const payload = defaultPayloadConverter.toPayload(
    inputs?.get(idOf(kept)) ?? { schemaVersion: 1, ...input },
  );
  const recent = ran.map((workflowId, index) => {
    const time = { seconds: at.seconds + index * 60 };
    return { scheduleTime: time, actualTime: time, startWorkflowResult: { workflowId } };
  });
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
      recentActions: last === null ? [] : recent,
    },
  });
}
