import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { span } from './figures.ts';

/** Time between two looks at the lane, in milliseconds. */
const INTERVAL = 1000;

/**
 * Waits until a queued release starts. Throws when a newer one took its place in the queue, and when the time
 * has passed.
 */
export async function awaitTurn(
  client: ApiClient,
  lane: string,
  id: string,
  timeout?: number,
): Promise<void> {
  const end = timeout === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeout;
  for (;;) {
    const { running, waiting, past } = await client.lane(lane);
    if (running?.id === id || past.some((release) => release.id === id)) return;
    if (waiting?.id !== id) {
      const why =
        waiting === null ? 'its version is live by now' : `${waiting.id} took its place in the queue`;
      throw new CommandFailure(exitCodes.refused, `${id} was never started: ${why}`);
    }
    if (Date.now() >= end) {
      const message = `${id} has not begun after ${span(timeout ?? 0)} and stays in the queue`;
      throw new CommandFailure(exitCodes.timeout, `${message}; sluice lane show ${lane.replace('.', '@')}`);
    }
    await sleep(INTERVAL);
  }
}
