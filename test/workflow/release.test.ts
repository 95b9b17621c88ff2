import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReleaseInput, ReleaseResult } from '../../workflows/messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { releaseInput, startEnvironment, withWorkers } from './rig.ts';
import { servingWorld, type World } from './world.ts';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(async () => environment.teardown());

/** Plays one release to its end. */
async function play(world: World, input: ReleaseInput): Promise<ReleaseResult> {
  return withWorkers(environment, world, async (prefix) =>
    environment.client.workflow.execute('release', {
      workflowId: `release/${input.id}`,
      taskQueue: actQueue(prefix),
      args: [input],
    }),
  );
}

test('a good release passes every step and takes the old slot down last', async () => {
  const world = servingWorld();
  const result = await play(
    world,
    releaseInput([deploy, smoke, shift(500), bake(), cutover, keep(100), retire]),
  );
  expect(result).toMatchObject({ outcome: 'completed', live: { slot: 'green', version: 'v2' } });
  expect(world.did).toEqual([
    'deploy v2 green',
    'smoke',
    'write 9500/500',
    'write 0/10000',
    'drain blue',
    'keep alive green',
    'retire blue',
  ]);
});
