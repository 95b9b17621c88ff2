import type { Rig } from '../../workflow/environment.ts';
import { laneInput } from '../../workflow/inputs.ts';
import { resolveTestPlan } from '../../workflow/plans.ts';
import { servingWorld } from '../../workflow/world.ts';
import { actQueue } from '../../../workflows/queues.ts';
import { canary } from './release.ts';

/** A look at what is live in a lane that has no release. */
export async function playMeasuring(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  rig.worlds.set(lane, servingWorld());
  const workflowId = `measure/${lane}`;
  const plan = resolveTestPlan(canary);
  const live = { slot: 'blue', version: 'v1' } as const;
  await rig.client.workflow.execute('measure', {
    workflowId,
    taskQueue: actQueue(rig.prefix),
    args: [{ schemaVersion: 1, lane, plan, live, watched: 2000 }],
  });
  return workflowId;
}
