/** Follows a release to its end and turns that end into the exit status. */
import type { ApiClient } from '../api/client.ts';
import type { ReleaseView } from '../api/wire/release.ts';
import { jsonDisplay, lineDisplay, liveDisplay, type Display } from './display.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { span } from './figures.ts';
import { holdActs } from './hold-acts.ts';
import { say } from './output.ts';

/** How a release is followed. */
export interface FollowOptions {
  json: boolean;
  /** End as soon as the release is held. */
  stopOnHold: boolean;
  /** End after this time, in milliseconds; the release goes on. */
  timeout?: number;
}

/**
 * Follows a release until it has finished. Ends normally when it completed; throws a `CommandFailure` with the
 * exit status and the next step for every other end.
 */
export async function followToEnd(client: ApiClient, id: string, options: FollowOptions): Promise<void> {
  const stop = new AbortController();
  const { timeout } = options;
  const timer = timeout === undefined ? undefined : setTimeout(() => stop.abort(), timeout);
  let view: ReleaseView | undefined;
  const display = await chooseDisplay(client, id, options.json);
  try {
    for await (const followed of client.follow(id, stop.signal)) {
      display.show(followed);
      if (followed.kind === 'status') view = followed.view;
      if (options.stopOnHold && view?.phase === 'holding') break;
    }
  } finally {
    clearTimeout(timer);
    display.close();
  }
  conclude(id, view, options);
}

async function chooseDisplay(client: ApiClient, id: string, json: boolean): Promise<Display> {
  if (json) return jsonDisplay();
  if (!process.stdout.isTTY) return lineDisplay();
  try {
    return liveDisplay(await client.errorBounds(id));
  } catch {
    // Without the bounds the view only lacks how far the evidence of safety is.
    return liveDisplay();
  }
}

function conclude(id: string, view: ReleaseView | undefined, options: FollowOptions): void {
  const show = `sluice release show ${id}`;
  if (options.stopOnHold && view?.phase === 'holding') {
    const next = holdActs(view);
    throw new CommandFailure(
      exitCodes.held,
      `${id} is held: ${view.hold?.message ?? view.sentence}; ${next}`,
    );
  }
  if (view?.phase !== 'finished') {
    const message = `${id} is not finished after ${span(options.timeout ?? 0)} and goes on; sluice release watch ${id}`;
    throw new CommandFailure(exitCodes.timeout, message);
  }
  const ended = `${id} ${view.outcome ?? 'ended'}: ${view.sentence}`;
  switch (view.outcome) {
    case 'completed':
      say(ended);
      return;
    case 'refused':
      throw new CommandFailure(exitCodes.refused, `${ended}; mend that, then start it again`);
    case 'left':
    case 'lost': {
      const lane = view.lane.replace('.', '@');
      throw new CommandFailure(exitCodes.reverted, `${ended}; sluice lane show ${lane} says what to do next`);
    }
    default:
      throw new CommandFailure(exitCodes.reverted, `${ended}; ${show} has the evidence`);
  }
}
