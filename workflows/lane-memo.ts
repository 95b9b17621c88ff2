import { condition, upsertMemo } from '@temporalio/workflow';
import { routerStatus } from './lane-guard-state.ts';
import type { LaneMemo, LaneState } from './lane-messages.ts';

/** Puts what lists show of a lane where they find it without asking a worker, at every change of it. */
export async function publishLane(state: LaneState): Promise<void> {
  let published = '';
  for (;;) {
    await condition(() => text(state) !== published);
    published = text(state);
    upsertMemo({ lane: memoOf(state) });
  }
}

function text(state: LaneState): string {
  return JSON.stringify(memoOf(state));
}

function memoOf(state: LaneState): LaneMemo {
  const { live, waiting, blocked } = state;
  const next = waiting === null ? null : { id: waiting.id, version: waiting.submission.version };
  return { live, waiting: next, blocked: blocked?.reason ?? null, router: routerStatus(state) };
}
