/** What a delivery is started with and told, and what lists show of it. */
import { defineSignal } from '@temporalio/workflow';
import type { DroppedEvent } from '../activities/deliver-request.ts';
import type { DeliveredNotifier } from '../config/notifiers/index.ts';
import type { Milliseconds } from '../config/plan.ts';
import type { Memory, Notification } from '../providers/notifiers/notifier.ts';

/** The input of a delivery: what it is about, and what an earlier run of it carried over. */
export interface DeliveryInput {
  schemaVersion: 1;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** Undefined: what happens in the lane between releases. */
  release?: string;
  notifier: DeliveredNotifier;
  carried?: DeliveryState;
}

/** The workflow. */
export type Delivery = (input: DeliveryInput) => Promise<void>;

/** Events for it, and where to: a lane's notifiers change with the plan of what is live. */
export interface Post {
  notifier: DeliveredNotifier;
  notifications: Notification[];
}

/** What a delivery remembers. */
export interface DeliveryState {
  /** Not yet sent, in their order, as many as take 300 kB, each with the time until which it is tried, milliseconds since the epoch. */
  waiting: { notification: Notification; until: number }[];
  /** What had no room there, until the log has it; absent: nothing. */
  dropped?: DroppedEvent[];
  /** Which events it was given: the newest, at most 200. */
  known: string[];
  memory: Memory | null;
  /** When what it said has to be said again, milliseconds since the epoch; null: never. */
  repeatAt: number | null;
  /** What it said stands until a later event ends it; absent: it does not. */
  stands?: boolean;
  trouble: Trouble | null;
  /** Why nothing is sent any more; null: it is. */
  gone: string | null;
  /** The release has ended. */
  ended: boolean;
}

/** How it fails at present. */
export interface Trouble {
  /** Times are milliseconds since the epoch. */
  since: number;
  tries: number;
  message: string;
  next: number;
}

/** What lists show of a delivery without asking a worker. */
export interface DeliveryMemo {
  /** What it sends to, in a few words. */
  notifier: string;
  lane: string;
  release?: string;
  waiting: number;
  trouble: Trouble | null;
  gone: string | null;
}

/** A test event: for whom, and who asked for it. */
export interface TryInput {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  notifiers: DeliveredNotifier[];
  actor: string;
}

/** How a test event went, in the order of the notifiers. */
export type Tried = { sent: true } | { sent: false; message: string };

/** Deliveries to try now: ids of their workflows. */
export interface RetryInput {
  deliveries: string[];
}

/** Events to deliver. */
export const deliver = defineSignal<[Post]>('deliver');
/** What waits is tried now. */
export const retryDelivery = defineSignal('retry-delivery');

/** Waits between two tries: doubled from the shortest to the longest. */
export const SHORTEST_WAIT: Milliseconds = 5000;
export const LONGEST_WAIT: Milliseconds = 3_600_000;
/** However long the other side asks to wait, it is tried once a day. */
export const LONGEST_PATIENCE: Milliseconds = 86_400_000;
/** An event is given up when it could not be sent for so long. */
export const GIVEN_UP_AFTER: Milliseconds = 3 * 86_400_000;
