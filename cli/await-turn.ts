import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { span } from './figures.ts';

/** Time between two looks at the lane, in milliseconds. */
const INTERVAL = 1000;

/** A release that waits in its lane. */
export interface Waiting {
  lane: string;
  id: string;
  version: string;
}

/**
 * Waits until a queued release starts. `live`: its version serves by then, so it never begins. Throws when a newer
 * one took its place in the queue, when it was refused, and when the time has passed.
 */
export async function awaitTurn(
  client: ApiClient,
  { lane, id, version }: Waiting,
  timeout?: number,
): Promise<'begun' | 'live'> {
  const end = timeout === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeout;
  for (;;) {
    const { running, waiting, past, live } = await client.lane(lane);
    const ended = past.find((release) => release.id === id);
    if (running?.id === id || (ended !== undefined && ended.outcome !== 'refused')) return 'begun';
    if (waiting?.id !== id) {
      if (live?.version === version) return 'live';
      const why = ended?.reason ?? 'another took its place in the queue';
      throw new CommandFailure(exitCodes.refused, `${id} was never started: ${why}`);
    }
    if (Date.now() >= end) {
      const message = `${id} has not begun after ${span(timeout ?? 0)} and stays in the queue`;
      throw new CommandFailure(exitCodes.timeout, `${message}; sluice lane show ${lane.replace('.', '@')}`);
    }
    await sleep(INTERVAL);
  }
}
