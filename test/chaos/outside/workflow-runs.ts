import { Client, Connection } from '@temporalio/client';
import { until } from '../../rigs/until.ts';
import type { WorkflowRun } from '../record.ts';

/** Temporal's list is up to date when nothing in it runs any more, or after this time, in milliseconds. */
const patience = 15_000;

/** Every run of a release's workflow, by Temporal's own list. */
export async function listWorkflowRuns(address: string): Promise<WorkflowRun[]> {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  let runs: WorkflowRun[] = [];
  const look = async (): Promise<boolean> => {
    const found: WorkflowRun[] = [];
    for await (const { workflowId, runId, status, raw } of workflow.list({
      query: `WorkflowType = 'release'`,
    })) {
      const release = workflowId.replace(/^release\//, '');
      found.push({ release, run: runId, first: raw.firstRunId || runId, status: status.name });
    }
    runs = found;
    return found.every(({ status }) => status !== 'RUNNING');
  };
  try {
    await until('every release to have ended', look, patience).catch(() => undefined);
    return runs;
  } finally {
    await connection.close();
  }
}
