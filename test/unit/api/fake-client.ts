import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** What a fake Temporal answers; what is left out fails as where no server is. */
interface Answers {
  query?: (workflowId: string, type: string) => Promise<unknown>;
  /** To an update-with-start. */
  update?: (update: string, args: unknown[]) => Promise<unknown>;
}

/** Temporal's client with its workflows' answers made up; all else goes to an address where nothing listens. */
export function fakeClient({ query, update }: Answers): Client {
  return new Client({
    connection: Connection.lazy({ address: '127.0.0.1:1' }),
    interceptors: {
      workflow: [
        {
          query: async (input, next) =>
            query === undefined
              ? next(input)
              : query(input.workflowExecution.workflowId ?? '', input.queryType),
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
