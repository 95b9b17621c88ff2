import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { askAgain } from '../../../worker/ask-again.ts';
import { REGISTRY } from '../../../workflows/registry-messages.ts';
import { described, executionService, type FakeExecutions } from './fake-executions.ts';
import { notFound, scheduleService, type FakeSchedules } from './fake-schedules.ts';

/** What a fake Temporal answers; what is left out fails as where nothing of it is known. */
interface Answers {
  query?: (workflowId: string, type: string) => Promise<unknown>;
  /** To an update-with-start. */
  update?: (update: string, args: unknown[]) => Promise<unknown>;
  /** To an update of a workflow that has to be there. */
  act?: (workflowId: string, update: string) => Promise<unknown>;
  signal?: (workflowId: string, name: string, args: unknown[]) => Promise<void>;
  /** To a signal that starts the workflow of this type, where it has to. */
  signalWithStart?: (type: string, options: Started, name: string, args: unknown[]) => Promise<void>;
  schedules?: FakeSchedules;
  /** Workflows that are listed, and run for their answer. */
  executions?: FakeExecutions;
  /** The memo of the registry. */
  memo?: () => Promise<Record<string, unknown>>;
  /** Before each call of Temporal's own service, which fails as this does. */
  before?: () => void;
}

/** What a workflow is started with. */
interface Started {
  workflowId: string;
  taskQueue: string;
  args: unknown[];
}

/** Temporal's client with its workflows' answers made up; no server is called, and none is known to hold anything. */
export function fakeClient(answers: Answers): Client {
  const { query, update, act, signal, signalWithStart, schedules, executions, memo, before } = answers;
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const nothing = async (): Promise<never> => {
    throw notFound();
  };
  const service: Record<string, unknown> = {
    ...(schedules === undefined ? {} : scheduleService(schedules)),
    ...(executions === undefined ? {} : executionService(executions)),
  };
  const workflowService = new Proxy(connection.workflowService, {
    get: (_target, name) => {
      before?.();
      return (typeof name === 'string' ? service[name] : undefined) ?? nothing;
    },
  });
  Object.defineProperty(connection, 'workflowService', { value: workflowService });
  return new Client({
    connection,
    interceptors: {
      workflow: [
        askAgain,
        {
          query: async (input, next) =>
            query === undefined
              ? next(input)
              : query(input.workflowExecution.workflowId ?? '', input.queryType),
          signal: async (input, next) =>
            signal === undefined
              ? next(input)
              : signal(input.workflowExecution.workflowId ?? '', input.signalName, input.args),
          signalWithStart: async (input, next) => {
            if (signalWithStart === undefined) return next(input);
            await signalWithStart(input.workflowType, input.options, input.signalName, input.signalArgs);
            return 'fake';
          },
          describe: async (input, next) =>
            memo === undefined || input.workflowExecution.workflowId !== REGISTRY
              ? next(input)
              : { workflowExecutionInfo: described(REGISTRY, await memo()) },
          startUpdate: async (input, next) => {
            if (act === undefined) return next(input);
            const said = await act(input.workflowExecution.workflowId ?? '', input.updateName);
            const success = { payloads: [defaultPayloadConverter.toPayload(said)] };
            return { updateId: 'fake', workflowRunId: 'fake', outcome: { success } };
          },
          startUpdateWithStart: async (input, next) => {
            if (update === undefined) return next(input);
            const said = await update(input.updateName, input.updateArgs);
            const workflowId = input.workflowStartOptions.workflowId;
            const success = { payloads: [defaultPayloadConverter.toPayload(said)] };
            return { workflowExecution: { workflowId }, updateId: 'fake', updateOutcome: { success } };
          },
        },
      ],
    },
  });
}
