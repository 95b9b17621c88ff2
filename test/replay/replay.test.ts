import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { workflowBundle } from '../workflow/environment.ts';
import { readHistory, savedNames } from './histories.ts';
import { scenarios } from './scenarios/index.ts';

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

async function replay(name: string, change: (json: string) => string = (json) => json): Promise<void> {
  const { workflowId, history } = readHistory(name);
  const changed: unknown = JSON.parse(change(JSON.stringify(history)));
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, changed, workflowId);
}

test.each(savedNames())('%s', async (name) => {
  await replay(name);
});

test('every scenario has a saved history', () => {
  expect(savedNames()).toEqual(expect.arrayContaining(Object.keys(scenarios)));
});

test('a history of another course of things is refused', async () => {
  const other = replay('canary-completed', (json) => json.replaceAll('"name":"smoke"', '"name":"drain"'));
  await expect(other).rejects.toThrow(/[Nn]ondeterminism/);
});
