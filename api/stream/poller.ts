/** Follows one release for all who listen to it in this process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { events as eventsQuery } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { toApiError } from '../problem-reply.ts';
import { readRelease } from '../releases/read.ts';
import { archivedEvents } from '../releases/reports.ts';
import { releaseWorkflow } from '../releases/workflow-ids.ts';
import type { ReleaseEvent } from '../wire/event.ts';
import type { ReleaseView } from '../wire/release.ts';
import { frame } from './sse.ts';

/** Time between two looks, in milliseconds: the watch's own heartbeats come once a second. */
const INTERVAL = 1000;
/**
 * Whom it is told: `event` in order of number and each once, `status` whenever it looks different, `looked` where it
 * does not, `problem` once for each reason that it cannot be read.
 */
export interface Listener {
  /** As `frame` made it. */
  send: (frame: string) => void;
  /** Nothing more will come. */
  end: () => void;
}

/** A release that is being followed. */
export interface Poller {
  /** Tells a listener what is known after `after`, then what comes; the answer ends that. */
  listen: (listener: Listener, after: number) => () => void;
}

/**
 * Follows a release until it has finished, or the last listener has gone; `onStop` is called then, once or twice.
 * `interval` is the time between two looks in milliseconds.
 */
export function startPoller(
  context: ApiContext,
  id: string,
  onStop: () => void,
  interval = INTERVAL,
): Poller {
  const listeners = new Map<Listener, { after: number }>();
  const stop = new AbortController();
  const known: { number: number; text: string }[] = [];
  let status: { view: ReleaseView; text: string; at: number } | undefined;
  let problem: string | undefined;
  let toldAt = 0;

  function tell(listener: Listener, progress: { after: number }): void {
    for (const { number, text } of known) {
      if (number <= progress.after) continue;
      progress.after = number;
      listener.send(text);
    }
  }

  function tellAll(text: string): void {
    toldAt = Date.now();
    for (const listener of listeners.keys()) listener.send(text);
  }

  async function look(): Promise<boolean> {
    const next = await readRelease(context, id);
    if (next.events > (known.at(-1)?.number ?? 0)) {
      for (const event of await freshEvents()) {
        known.push({ number: event.number, text: frame('event', event, event.number) });
      }
    }
    for (const [listener, progress] of listeners) tell(listener, progress);
    const at = Date.now();
    const text = frame('status', next);
    // After a problem it is said that this is how it is, also where that is how it was.
    if (text !== status?.text || problem !== undefined) tellAll(text);
    else if (at - toldAt >= 2 * interval) tellAll(frame('looked', { at }));
    status = { view: next, text, at };
    problem = undefined;
    return next.phase === 'finished' && !next.stale && (known.at(-1)?.number ?? 0) >= next.events;
  }

  async function freshEvents(): Promise<ReleaseEvent[]> {
    const after = known.at(-1)?.number ?? 0;
    const handle = context.client.workflow.getHandle(releaseWorkflow(id));
    try {
      return await context.client.withDeadline(Date.now() + 2 * INTERVAL, async () =>
        handle.query(eventsQuery, after),
      );
    } catch (error) {
      const archived = await archivedEvents(context.settings.archive.folder, id);
      if (archived.length === 0) throw error;
      return archived.filter(({ number }) => number > after);
    }
  }

  async function follow(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        if (await look()) break;
      } catch (error) {
        const text = frame('problem', { detail: toApiError(error).message });
        if (text !== problem) tellAll(text);
        problem = text;
      }
      await sleep(interval, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    onStop();
    for (const listener of listeners.keys()) listener.end();
  }

  void follow();
  return {
    listen(listener, after) {
      const progress = { after };
      listeners.set(listener, progress);
      tell(listener, progress);
      if (status !== undefined)
        listener.send(frame('status', { ...status.view, age: Date.now() - status.at }));
      if (problem !== undefined) listener.send(problem);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop.abort();
        onStop();
      };
    },
  };
}
