/** Workflows as Temporal's own service lists, describes and runs them, without a server. */
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { failed, notFound } from './fake-schedules.ts';

/** What Temporal has. */
export interface FakeExecutions {
  /** Workflows by id, what they publish, and what they were started with. */
  kept: { id: string; type: string; memo?: Record<string, unknown>; input?: object }[];
  /** Queries that were asked for lists. */
  queries?: string[];
  /** The result of a workflow that is run for its answer; what it throws is the answer of its start. */
  run?: (type: string, input: unknown) => unknown;
  /** What is run ends by its time, and not by a result. */
  late?: boolean;
  /** What is run fails, and says this. */
  fails?: string;
}

/** The calls of the service that are about workflows. */
export function executionService(fake: FakeExecutions): Record<string, Call> {
  const results = new Map<string, unknown>();
  return {
    listWorkflowExecutions: async ({ query }) => {
      fake.queries?.push(query ?? '');
      // None of them has ended.
      const asked = query?.includes(`ExecutionStatus != 'Running'`) === true ? [] : fake.kept;
      return {
        executions: asked
          .filter(({ type }) => query?.includes(`WorkflowType = '${type}'`))
          .map(({ id, memo }) => described(id, memo)),
      };
    },
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
    // Nobody asks for work.
    describeTaskQueue: async () => ({ pollers: [] }),
    getWorkflowExecutionHistory: async ({ execution }) => {
      const id = execution?.workflowId ?? '';
      const input = fake.kept.find((each) => each.id === id)?.input;
      if (input !== undefined) return { history: { events: [startedWith(input)] } };
      if (fake.late !== true && !results.has(id)) throw notFound();
      const result = defaultPayloadConverter.toPayload(results.get(id));
      const ended =
        fake.late === true
          ? { workflowExecutionTimedOutEventAttributes: {} }
          : fake.fails !== undefined
            ? { workflowExecutionFailedEventAttributes: { failure: { message: fake.fails } } }
            : { workflowExecutionCompletedEventAttributes: { result: { payloads: [result] } } };
      return { history: { events: [ended] } };
    },
  };
}

function startedWith(input: object): object {
  const payloads = [defaultPayloadConverter.toPayload(input)];
  return { workflowExecutionStartedEventAttributes: { input: { payloads } } };
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
