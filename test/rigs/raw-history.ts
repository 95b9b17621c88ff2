/** What Temporal itself keeps of a workflow, as anybody sees it who may read its database. */
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';

/** Host and port of the embedded Temporal of a data folder. */
export async function embeddedAddress(dataFolder: string): Promise<string> {
  const record = await readRecord(embeddedLayout(dataFolder).record);
  return `127.0.0.1:${record?.port}`;
}

/** History and description of a workflow as text, with what stands in base64 beside it. */
export async function rawHistory(dataFolder: string, workflowId: string): Promise<string> {
  const connection = await Connection.connect({ address: await embeddedAddress(dataFolder) });
  try {
    const handle = new Client({ connection }).workflow.getHandle(workflowId);
    const asked = { namespace: 'default', execution: { workflowId } };
    const described = await connection.workflowService.describeWorkflowExecution(asked);
    return decoded(`${historyToJSON(await handle.fetchHistory())}\n${JSON.stringify(described.toJSON())}`);
  } finally {
    await connection.close();
  }
}

function decoded(text: string): string {
  const inside = [...text.matchAll(/"([A-Za-z0-9+/]{16,}={0,2})"/g)];
  return [text, ...inside.map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'))].join('\n');
}
