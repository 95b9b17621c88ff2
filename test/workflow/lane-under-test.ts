import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type {
  AdoptAnswer,
  Adoption,
  LaneInput,
  LaneStatus,
  RollbackRequest,
  Submission,
  SubmitAnswer,
} from '../../workflows/lane-messages.ts';
import type { ReleaseResult } from '../../workflows/messages.ts';
import type { lane } from '../../workflows/lane.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { release } from '../../workflows/release.ts';
import { until } from '../rigs/until.ts';
import type { Rig } from './environment.ts';
import { laneInput, submission } from './inputs.ts';
import { fast } from './plans.ts';
import { look, type Running } from './release-under-test.ts';
import type { World } from './world.ts';

/** A lane, as its users see it. */
export interface Lane {
  name: string;
  handle: WorkflowHandleWithFirstExecutionRunId<typeof lane>;
  submit(submission: Submission): Promise<SubmitAnswer>;
  /** By bob, with the fast steps of these tests. */
  rollback(request?: Partial<RollbackRequest>): Promise<SubmitAnswer>;
  adopt(adoption: Adoption): Promise<AdoptAnswer>;
  status(): Promise<LaneStatus>;
  /** Waits until the lane's status is so. */
  until(what: string, is: (status: LaneStatus) => boolean): Promise<LaneStatus>;
  /** Release N of the lane. */
  release(number: number): Running;
  result(number: number): Promise<ReleaseResult>;
}

/** Runs a lane over a world while `act` runs, and takes it and its releases down afterwards. */
export async function useLane(
  rig: Rig,
  world: World,
  act: (lane: Lane) => Promise<unknown>,
  input: LaneInput = laneInput(),
): Promise<void> {
  const { client, prefix, worlds } = rig;
  const name = input.lane;
  worlds.set(name, world);
  rig.hasLanes = true;
  const handle = await client.workflow.start<typeof lane>('lane', {
    workflowId: `lane/${name}`,
    taskQueue: actQueue(prefix),
    args: [input],
  });
  const status = async (): Promise<LaneStatus> => handle.query<LaneStatus>('lane-status');
  const get = (number: number): Running['handle'] =>
    client.workflow.getHandle<typeof release>(`release/${name}.${number}`);
  try {
    await act({
      name,
      handle,
      submit: async (asked) => handle.executeUpdate<SubmitAnswer, [Submission]>('submit', { args: [asked] }),
      rollback: async (more = {}) => {
        const { plan } = submission('', fast);
        const asked = { actor: 'bob', reason: 'it is slow', now: false, plan, ...more };
        return handle.executeUpdate<SubmitAnswer, [RollbackRequest]>('rollback', { args: [asked] });
      },
      adopt: async (asked) => handle.executeUpdate<AdoptAnswer, [Adoption]>('adopt', { args: [asked] }),
      status,
      until: async (what, is) =>
        until(what, async () => {
          const now = await status();
          if (is(now)) return now;
          throw new Error(JSON.stringify(now));
        }),
      release: (number) => look(get(number)),
      result: async (number) => get(number).result(),
    });
  } finally {
    const running = await status().then(
      (now) => now.running,
      () => null,
    );
    const ends = [`lane/${name}`, ...(running === null ? [] : [`release/${running.id}`])];
    await Promise.allSettled(ends.map(async (id) => client.workflow.getHandle(id).terminate()));
  }
}
