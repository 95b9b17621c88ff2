import { WorkflowUpdateFailedError, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { EventKind } from '../../config/events.ts';
import type {
  Act,
  Extension,
  GuardedAct,
  ReleaseEvent,
  ReleaseInput,
  ReleaseResult,
  ReleaseStatus,
} from '../../workflows/messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { release } from '../../workflows/release.ts';
import { until } from '../rigs/until.ts';
import type { Rig } from './environment.ts';
import { expectLawful } from './lawful.ts';
import type { World } from './world.ts';

/**
 * The time-skipping server refuses a workflow task that cancels an activity which ended meanwhile, and gives the
 * task out again only after its time-out.
 */
const SOON = '1s';

export type ActName =
  'approve' | 'promote' | 'pause' | 'resume' | 'extend' | 'retry' | 'leave' | 'override-freeze';

/** A running release, as people see it and act on it. */
export interface Running {
  handle: Pick<
    WorkflowHandleWithFirstExecutionRunId<typeof release>,
    'workflowId' | 'query' | 'signal' | 'executeUpdate' | 'cancel' | 'terminate' | 'result' | 'fetchHistory'
  >;
  status(): Promise<ReleaseStatus>;
  events(kind?: EventKind): Promise<ReleaseEvent[]>;
  /** Waits until the status is so. */
  until(what: string, is: (status: ReleaseStatus) => boolean): Promise<ReleaseStatus>;
  /** Waits until this step runs. */
  untilStep(kind: string): Promise<ReleaseStatus>;
  /** Waits until a hold with this reason stands. */
  untilHeld(reason?: string): Promise<ReleaseStatus>;
  /** Acts on the release as it is now. */
  act(name: ActName, actor: string, more?: Partial<Extension>): Promise<ReleaseStatus>;
  /** The code and message with which an act is refused; throws when it is not. */
  refused(name: ActName, actor: string, more?: Partial<Extension>): Promise<string>;
  abort(actor?: string, more?: Partial<Act>): Promise<void>;
}

/** A finished release. */
export interface Played {
  result: ReleaseResult;
  status: ReleaseStatus;
  events: ReleaseEvent[];
  /** Number of events in its history. */
  history: number;
}

/** Plays one release to its end while `act` runs, and holds it to what must be true of every release. */
export async function playRelease(
  rig: Rig,
  world: World,
  input: ReleaseInput,
  act: (running: Running) => Promise<unknown> = async () => undefined,
  prefix = rig.prefix,
): Promise<Played> {
  rig.worlds.set(input.lane, world);
  rig.started.add(`release/${input.id}`);
  const handle = await rig.client.workflow.start<typeof release>('release', {
    workflowId: `release/${input.id}`,
    taskQueue: actQueue(prefix),
    args: [input],
    workflowTaskTimeout: SOON,
  });
  try {
    const running = look(handle);
    await act(running);
    const result = await handle.result();
    const played = await recall(running, result);
    expectLawful(world, input, played);
    return played;
  } catch (error) {
    await handle.terminate().catch(() => undefined);
    throw error;
  }
}

/** What a finished release remembers. */
async function recall(running: Running, result: ReleaseResult): Promise<Played> {
  const { events } = await running.handle.fetchHistory();
  return {
    result,
    status: await running.status(),
    events: await running.events(),
    history: events?.length ?? 0,
  };
}

/** A release by its handle. */
export function look(handle: Running['handle']): Running {
  const status = async (): Promise<ReleaseStatus> => handle.query<ReleaseStatus>('status');
  const untilStatus: Running['until'] = async (what, is) =>
    until(what, async () => {
      const now = await status();
      if (is(now)) return now;
      throw new Error(`${now.phase} in step ${now.step}: ${now.sentence}`);
    });
  const act: Running['act'] = async (name, actor, more = {}) => {
    const { step, token } = await status();
    const guarded: GuardedAct = { actor, reason: '', step, token, ...more };
    return handle.executeUpdate<ReleaseStatus, [GuardedAct]>(name, { args: [guarded] });
  };
  return {
    handle,
    status,
    events: async (kind) => {
      const all = await handle.query<ReleaseEvent[], [number]>('events', 0);
      return all.filter((event) => kind === undefined || event.kind === kind);
    },
    until: untilStatus,
    untilStep: async (kind) =>
      untilStatus(
        `step ${kind}`,
        ({ steps, step }) => steps[step]?.kind === kind && steps[step].state === 'running',
      ),
    untilHeld: async (reason) =>
      untilStatus(
        `a hold ${reason ?? ''}`,
        ({ hold }) => hold !== undefined && (reason ?? hold.reason) === hold.reason,
      ),
    act,
    refused: async (name, actor, more) => {
      try {
        await act(name, actor, more);
      } catch (error) {
        if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
          throw error;
        return `${error.cause.type ?? ''}: ${error.cause.message}`;
      }
      throw new Error(`${name} by ${actor} was not refused.`);
    },
    abort: async (actor = 'bob', more = {}) =>
      handle.signal<[Act]>('abort', { actor, reason: 'enough', ...more }),
  };
}
