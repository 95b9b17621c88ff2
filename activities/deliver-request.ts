import type { DeliveredNotifier } from '../config/notifiers/index.ts';
import type { Milliseconds } from '../config/plan.ts';
import type { Memory, Notification } from '../providers/notifiers/notifier.ts';

/** Events that one notifier is to send, in their order. None: what it said is to be said again. */
export interface DeliverRequest {
  notifier: DeliveredNotifier;
  notifications: Notification[];
  /** What it kept of the last event; null at first. */
  memory: Memory | null;
  /** What fails now is given up. */
  last: boolean;
  /** What was given up since the last call, since too much waited behind it: its log and its count are owed. */
  dropped?: DroppedEvent[];
}

/** Which event was given up. */
export type DroppedEvent = Pick<Notification, 'lane' | 'release' | 'number'>;

/** How far it came. */
export interface DeliverAnswer {
  /** How many of them need no further try: sent, refused for good, or given up. */
  done: number;
  /** What is kept; null where there is nothing. */
  memory: Memory | null;
  /** Why the rest was not sent. */
  failure?: DeliveryFailure;
  /** When it has to be said again although nothing new happens, in milliseconds from now. */
  again?: Milliseconds;
  /** What was said stands until a later event ends it. */
  stands?: true;
}

/** Why an event was not sent. */
export interface DeliveryFailure {
  message: string;
  /** The other side asked for so much patience. */
  after?: Milliseconds;
  /** The other side wants nothing more. */
  gone?: true;
}
