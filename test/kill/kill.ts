import { z } from 'zod';
import type { ActivityRecord } from './activity-records.ts';
import type { Kind, KillPoint } from './points.ts';
import { awaitMoment, momentOf } from './moments.ts';
import type { Scene } from './scene.ts';

/** One SIGKILL of the daemon. */
export interface Kill {
  at: KillPoint;
  /** The activity that ran. */
  activity: string;
  type: string;
  /** When, milliseconds since the epoch. */
  killed: number;
  /** When a new daemon was ready. */
  back: number;
  /** The moment was still the meant one when the daemon was dead. */
  inTime: boolean;
}

/** What came of a kill, by Temporal's history. */
export interface Counted {
  /** Why the kill counts, in words; undefined where it does not. */
  because?: string;
  /** From the kill to the next attempt, or to the end of waiting for one, in seconds. */
  recovery?: number;
}

/**
 * Kills the daemon in the moment and starts a new one. `before` is awaited between the moment and the kill, for
 * what a person does just then. Answers undefined where the moment passed unseen.
 */
export async function killAt(
  scene: Scene,
  at: KillPoint,
  before: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Kill | undefined> {
  const { daemon } = scene.stage.rig;
  const moment = momentOf(at);
  const running = await awaitMoment(scene, moment);
  if (!running) return undefined;
  await before();
  process.kill(daemon.pid(), 'SIGKILL');
  const killed = Date.now();
  await daemon.kill();
  const inTime = moment.wasInTime?.(scene) ?? true;
  await daemon.start();
  return { at, activity: running.id, type: running.type, killed, back: Date.now(), inTime };
}

/**
 * Whether a kill counts: history shows a further attempt of the activity, or that nobody was heard of any more
 * where none was needed. Pure.
 */
export function countKill(kill: Kill, activities: readonly ActivityRecord[]): Counted {
  const record = activities.find(({ id }) => id === kill.activity);
  if (record === undefined || !kill.inTime) return {};
  const since = (time: number): number => (time - kill.killed) / 1000;
  if (record.attempts >= 2 && record.startedAt > kill.killed) {
    const already = z.object({ kind: z.literal('already') }).safeParse(record.result).success;
    const because = `${record.type}, attempt ${record.attempts}${already ? ', found the write done' : ''}`;
    return { because, recovery: since(record.startedAt) };
  }
  if (record.timedOutAt !== undefined && record.timedOutAt > kill.killed) {
    return { because: `${record.type}, heartbeat timeout`, recovery: since(record.timedOutAt) };
  }
  return {};
}

/** The kill points of one kind, in their order. */
export function ofKind(wanted: readonly KillPoint[], kind: Kind): KillPoint[] {
  return wanted.filter((point) => point.kind === kind);
}
