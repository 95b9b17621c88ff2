import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Act } from '../../workflows/messages.ts';
import {
  approveDeployment,
  protectionStatus,
  rejectDeployment,
  type ProtectionInput,
  type ProtectionStatus,
} from '../../workflows/protection-messages.ts';
import type { protection } from '../../workflows/protection.ts';
import { actQueue } from '../../workflows/queues.ts';
import { until } from '../rigs/until.ts';
import type { Rig } from './environment.ts';
import type { World } from './world.ts';

let last = 0;

/** What GitHub asks, with a number and a lane of its own. */
export function protectionInput(required: Partial<ProtectionInput['required']> = {}): ProtectionInput {
  last += 1;
  return {
    schemaVersion: 1,
    id: String(last),
    repository: 'acme/checkout',
    environment: 'production',
    run: '9001',
    sha: '4f2c1e0d9b8a7f6e5d4c3b2a190817263544f2c1',
    ref: 'main',
    lane: `shop-${randomUUID().slice(0, 8)}.production`,
    actor: 'ann',
    required: { notFrozen: false, completed: null, gates: [], approvals: 0, ...required },
    patience: 3_600_000,
  };
}

/** A deployment that waits, as people see it and act on it. */
export interface Waiting {
  status(): Promise<ProtectionStatus>;
  act(name: 'approve' | 'reject', actor: string, more?: Partial<Act>): Promise<ProtectionStatus>;
  /** The code with which an act is refused; throws when it is not. */
  refused(name: 'approve' | 'reject', actor: string, more?: Partial<Act>): Promise<string>;
  /** Waits until GitHub was told this often. */
  untilTold(times: number): Promise<void>;
}

/**
 * Plays one protection to its end while `act` runs. A lane that it starts is left to the server, since it may be writing
 * its line still: one that is ended then is a task that the server lost.
 */
export async function playProtection(
  { client, prefix, worlds, started }: Rig,
  world: World,
  input: ProtectionInput,
  act: (waiting: Waiting) => Promise<void> = async () => Promise.resolve(),
): Promise<ProtectionStatus> {
  worlds.set(input.id, world).set(input.lane, world);
  const workflowId = `protection/${input.id}`;
  const handle = await client.workflow.start<typeof protection>('protection', {
    workflowId,
    taskQueue: actQueue(prefix),
    args: [input],
  });
  started.add(workflowId);
  const updates = { approve: approveDeployment, reject: rejectDeployment };
  const waiting: Waiting = {
    status: async () => handle.query(protectionStatus),
    act: async (name, actor, more = {}) =>
      handle.executeUpdate(updates[name], { args: [{ actor, reason: '', ...more }] }),
    refused: async (name, actor, more) => {
      try {
        await waiting.act(name, actor, more);
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
          return error.cause.type ?? '';
        }
        throw error;
      }
      throw new Error(`${name} by ${actor} was not refused.`);
    },
    untilTold: async (times) => {
      await until(`GitHub to be told ${times} times`, () => world.answered.length >= times);
    },
  };
  await act(waiting);
  const result = await handle.result();
  started.delete(workflowId);
  return result;
}
