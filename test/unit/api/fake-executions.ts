/** Workflows as Temporal's own service lists, describes and runs them, without a server. */
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { failed, notFound } from './fake-schedules.ts';

/** What Temporal has. */
export interface FakeExecutions {
  /** Workflows by id, and what they publish. */
  kept: { id: string; type: string; memo?: Record<string, unknown> }[];
  /** The result of a workflow that is run for its answer; what it throws is the answer of its start. */
  run?: (type: string, input: unknown) => unknown;
  /** What is run ends by its time, and not by a result. */
  late?: boolean;
}

/** The calls of the service that are about workflows. */
export function executionService(fake: FakeExecutions): Record<string, Call> {
  const results = new Map<string, unknown>();
  return {
    listWorkflowExecutions: async ({ query }) => ({
      executions: fake.kept
        .filter(({ type }) => query?.includes(`WorkflowType = '${type}'`))
        .map(({ id, memo }) => described(id, memo)),
    }),
    describeWorkflowExecution: async ({ execution }) => {
      const found = fake.kept.find(({ id }) => id === execution?.workflowId);
      if (found === undefined) throw notFound();
      return { workflowExecutionInfo: described(found.id, found.memo) };
    },
    startWorkflowExecution: async ({ workflowId, workflowType, input }) => {
      if (results.has(workflowId ?? '')) throw alreadyStarted();
      const [payload] = input?.payloads ?? [];
      const said: unknown = payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
      const result = fake.run?.(workflowType?.name ?? '', said);
      // What ends without a result may be started again.
      if (fake.late !== true) results.set(workflowId ?? '', result);
      return { runId: 'fake' };
    },
    getWorkflowExecutionHistory: async ({ execution }) => {
      if (!results.has(execution?.workflowId ?? '')) throw notFound();
      const result = defaultPayloadConverter.toPayload(results.get(execution?.workflowId ?? ''));
      const ended =
        fake.late === true
          ? { workflowExecutionTimedOutEventAttributes: {} }
          : { workflowExecutionCompletedEventAttributes: { result: { payloads: [result] } } };
      return { history: { events: [ended] } };
    },
  };
}

interface Request {
  query?: string | null;
  workflowId?: string | null;
  execution?: { workflowId?: string | null };
  workflowType?: { name?: string | null };
  input?: { payloads?: proto.temporal.api.common.v1.IPayload[] | null };
}

type Call = (request: Request) => Promise<object>;

function alreadyStarted(): Error {
  return failed(6, 'Workflow execution is already running.');
}

/** How a workflow is described. */
export function described(
  id: string,
  memo: Record<string, unknown> = {},
): proto.temporal.api.workflow.v1.IWorkflowExecutionInfo {
  const fields = Object.entries(memo).map(([key, value]) => [key, defaultPayloadConverter.toPayload(value)]);
  return proto.temporal.api.workflow.v1.WorkflowExecutionInfo.fromObject({
    execution: { workflowId: id, runId: 'fake' },
    type: { name: 'fake' },
    status: 1,
    historyLength: 1,
    startTime: { seconds: 1 },
    executionTime: { seconds: 1 },
    memo: { fields: Object.fromEntries(fields) },
  });
}
