import type { ReleaseStatus } from '../../workflows/messages.ts';

/** What a notifier is told: one event of one release, or of a lane in which none runs. */
export interface Notification {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** Undefined for what happened between releases. */
  release?: string;
  /** Counts the events of the release, or those of the lane between releases. */
  number: number;
  /** Milliseconds since the epoch. */
  at: number;
  kind: string;
  message: string;
  actor?: string;
  reason?: string;
  /** A person has to do something. */
  page: boolean;
  /** What the release is, as of the event's telling; for delivered notifiers, where there is a release. */
  about?: About;
  /** How the release stands: on the newest of several events that are told together, and for delivered notifiers alone. */
  status?: ReleaseStatus;
}

/** The few facts of a release that others tell it by. */
export type About = Pick<
  ReleaseStatus,
  'kind' | 'version' | 'revision' | 'stable' | 'actor' | 'outcome' | 'cause' | 'startedAt' | 'finishedAt'
>;

/** What a notifier keeps of a release from one event to the next, such as the id of a message: small, and JSON. */
export type Memory = Record<string, unknown>;

/** What is there for sending one event beside the event. */
export interface Sending {
  signal: AbortSignal;
  /** What `send` returned last for this release, or lane between releases; undefined at first. */
  memory: Memory | undefined;
}

/**
 * Sends events to the outside, one at a time and in order. A notifier that fails never fails a release: what it throws
 * is told, and the event is sent again later, for days. A `Refusal` says that it is not, or when. An event may come
 * twice, since the process can die between sending and noting that.
 */
export interface Notifier {
  /** Resolves with what is to be remembered; undefined leaves the memory as it is. One try ends within 10 s. */
  send(notification: Notification, sending: Sending): Promise<Memory | undefined>;
  /** What has to be said again while nothing new happens, such as that an alert still stands. */
  repeat?: Repeat;
  /** Whether something that was said, such as a page, stands until a later event ends it. Pure. */
  stands?: (memory: Memory | undefined) => boolean;
}

/** Something that others forget unless it is said again. */
export interface Repeat {
  /** Milliseconds until it has to be said again; undefined: there is nothing to say. Pure. */
  every(memory: Memory | undefined): number | undefined;
  send(sending: Sending): Promise<Memory | undefined>;
}
