import type { WriteAnswer } from './types.ts';
import type { WatchFigures } from './watch/figures.ts';

/** What activities tell the process they run in, for its metrics and its log. Nothing durable hangs on it. */
export type ProcessEvent =
  | {
      kind: 'watch-checked';
      lane: string;
      release: string;
      /** Milliseconds since the epoch. */
      at: number;
      /** From when the check was due until all of it was read, in milliseconds. */
      late: number;
      /** How it stands when it is asked, which takes some arithmetic. */
      figures: () => WatchFigures;
    }
  | { kind: 'watch-ended'; lane: string; release: string }
  | {
      kind: 'block-ended';
      lane: string;
      release: string;
      metric: string;
      /** Its source gave nothing for one side at least. */
      silent: boolean;
    }
  /** Events may be given to it, though none was yet. */
  | { kind: 'notifier-known'; notifier: string }
  | { kind: 'told'; notifier: string; outcome: 'sent' | 'failed' | 'lost' }
  | {
      kind: 'router-looked-at';
      lane: string;
      /** Names the attempt that looks, since the next one may begin before it has ended. */
      attempt: string;
      at: number;
      /** The router is not as it was written. */
      differs: boolean;
    }
  | { kind: 'guard-ended'; lane: string; attempt: string }
  | { kind: 'written'; lane: string; outcome: WriteAnswer['kind'] }
  | {
      kind: 'attempt-ended';
      activity: string;
      outcome: 'completed' | 'failed' | 'cancelled';
      seconds: number;
    };

/** Where activities tell, and others listen. */
export interface ProcessEvents {
  emit(event: ProcessEvent): void;
  /** Calls the listener with every event from now on; the answer ends that. */
  listen(listener: (event: ProcessEvent) => void): () => void;
}

/** Makes the process's events. `onError` is told of a listener that throws; the others still hear the event. */
export function createProcessEvents(onError: (error: unknown) => void): ProcessEvents {
  const listeners = new Set<(event: ProcessEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          // A broken metric must not end an activity.
          onError(error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
