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
}

/** Sends one event to the outside. A notifier that fails never fails a release. */
export interface Notifier {
  send(notification: Notification, signal: AbortSignal): Promise<void>;
}
