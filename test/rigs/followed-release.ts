import { createClient } from '../../api/client.ts';
import type { ReleaseEvent } from '../../api/wire/event.ts';
import type { ReleaseView } from '../../api/wire/release.ts';
import { repeated } from './repeated.ts';
import { until } from './until.ts';

/** A release of the sample service that a test started, as its API tells of it. */
export interface FollowedRelease {
  id: string;
  /** All events so far. */
  events: readonly ReleaseEvent[];
  /** Waits until the release is as wanted; throws with its events when it ends otherwise, or is not in time. */
  reaches(
    what: string,
    wanted: (view: ReleaseView, events: readonly ReleaseEvent[]) => boolean,
    deadline?: number,
  ): Promise<ReleaseView>;
  /** Waits for its end. */
  ends(deadline?: number): Promise<ReleaseView>;
  /** Listens no more. */
  stop(): Promise<void>;
}

/** The longest wait for a release to get somewhere, in milliseconds. */
const patience = 90_000;

/** Starts a release of `sample` in `demo` and follows it, also over restarts of the daemon. */
export async function startRelease(api: string, version: string): Promise<FollowedRelease> {
  const client = createClient(api, 'ann');
  const { id } = await repeated(() => client.submit({ service: 'sample', environment: 'demo', version }));
  if (id === null) throw new Error(`${version} is live already, so nothing was started.`);
  // A release that ended a moment ago may still be in the lane, so that this one waits for it.
  await until(`${id} to begin`, () => client.release(id), patience);
  return followRelease(api, id);
}

/** Follows a release that has begun, from its first event on. */
export function followRelease(api: string, id: string): FollowedRelease {
  const client = createClient(api, 'ann');
  const events: ReleaseEvent[] = [];
  let view: ReleaseView | undefined;
  let failure: unknown;
  const listening = new AbortController();
  const over = listen().catch((error: unknown) => (failure = error));

  async function listen(): Promise<void> {
    for await (const followed of client.follow(id, listening.signal)) {
      if (followed.kind === 'event') events.push(followed.event);
      if (followed.kind === 'status') view = followed.view;
    }
  }

  const reaches: FollowedRelease['reaches'] = async (what, wanted, deadline = patience) => {
    const told = (): string =>
      [view?.sentence, ...events.map(({ kind, message }) => `${kind}: ${message}`)].join('\n  ');
    let end: Error | undefined;
    const there = await until(
      `${id} to ${what}`,
      () => {
        if (view !== undefined && wanted(view, events)) return view;
        if (failure !== undefined) end = new Error(`${id} cannot be followed.`, { cause: failure });
        // Status and events come apart, so an end is judged when all events are here.
        else if (view?.phase === 'finished' && events.length >= view.events)
          end = new Error(`${id} ended before it came to ${what}:\n  ${told()}`);
        return end;
      },
      deadline,
    ).catch((error: unknown) => {
      throw new Error(`${id} did not ${what} in ${deadline} ms:\n  ${told()}`, { cause: error });
    });
    if (there instanceof Error) throw there;
    return there;
  };
  return {
    id,
    events,
    reaches,
    ends: async (deadline) =>
      reaches('end', ({ phase, events: count }) => phase === 'finished' && events.length >= count, deadline),
    stop: async () => {
      listening.abort();
      await over;
    },
  };
}
