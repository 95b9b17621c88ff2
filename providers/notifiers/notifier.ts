/** What a notifier is told: one event of one release. */
export interface Notification {
  release: string;
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
