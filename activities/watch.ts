import { setTimeout as wait } from 'node:timers/promises';
import { activityInfo, cancellationSignal, Context } from '@temporalio/activity';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { WatchActivities, WatchAnswer, WatchRequest } from './types.ts';
import { answerOf, createChunk, createDetails, type Chunk } from './watch/chunk.ts';
import { dueAt, SHORTEST_BLOCK, untilNext } from './watch/clock.ts';
import { judge, type Finding } from './watch/judge.ts';
import { check, close, open } from './watch/look.ts';

/** Watches one chunk of a release. It only reads, so two attempts at once are harmless. */
export function createWatchActivity({ world, events }: ActivityContext): Pick<WatchActivities, 'watch'> {
  return {
    async watch(request) {
      const lane = request.place.lane;
      const { release } = request;
      const chunk = createChunk(world, request, activityInfo().heartbeatDetails);
      const details = createDetails(chunk);
      const checked = (): void => {
        events.emit({ kind: 'watch-checked', lane, release, at: Date.now() });
      };
      try {
        return await withHeartbeats(async () => {
          const finding = await watch(chunk, checked);
          if (finding !== undefined) return answerOf(chunk, finding);
          return cancelled(chunk, details);
        }, details);
      } finally {
        events.emit({ kind: 'watch-ended', lane, release });
      }
    },
  };
}

/** Checks and closes blocks until something is found; undefined when it was told to stop. */
async function watch(chunk: Chunk, checked: () => void): Promise<Finding | undefined> {
  const signal = cancellationSignal();
  const times = timesOf(chunk.request);
  while (!signal.aborted) {
    const due = dueAt(times, chunk.state.openSince, Date.now());
    if (due.close) await close(chunk, false, signal);
    else if (due.open) await open(chunk, signal);
    const found = (due.close ? judged(chunk) : undefined) ?? (await check(chunk, signal));
    if (signal.aborted) break;
    checked();
    if (found !== undefined) return found;
    if (due.deadline) return endOfBake(chunk, signal);
    if (due.chunk) return { kind: 'chunk', reason: '', message: 'the chunk is over; nothing was found' };
    await wait(untilNext(times, chunk.state.openSince, Date.now()), undefined, { signal }).catch(
      () => undefined,
    );
  }
  return undefined;
}

function timesOf({ mode, blocksFrom, until, analysis, bake }: WatchRequest): Parameters<typeof dueAt>[0] {
  const { block } = analysis;
  return { mode, blocksFrom, until, block, ...(bake === undefined ? {} : { maxUntil: bake.maxUntil }) };
}

function judged({ request, state }: Chunk): Finding | undefined {
  return judge(request, state, Date.now()).ends;
}

/** The rest of a block counts, when it is worth it: evidence is not thrown away at the end of a bake. */
async function endOfBake(chunk: Chunk, signal: AbortSignal): Promise<Finding | undefined> {
  await closeRest(chunk, signal);
  return judged(chunk);
}

/**
 * Asked to stop, the watch closes the open block early and answers with what it carries; a fail in that block still
 * counts. When only this process stops, another attempt is to go on, so the activity fails.
 */
async function cancelled(chunk: Chunk, details: () => unknown): Promise<WatchAnswer> {
  const context = Context.current();
  if (context.cancellationDetails?.cancelRequested !== true) {
    context.heartbeat(details());
    throw context.cancellationSignal.reason;
  }
  await closeRest(chunk, AbortSignal.timeout(SHORTEST_BLOCK));
  chunk.state = { ...chunk.state, openSince: null };
  const failed = judged(chunk);
  if (failed?.kind === 'fail') return answerOf(chunk, failed);
  return answerOf(chunk, { kind: 'cancelled', reason: '', message: 'the watch was asked to stop' });
}

async function closeRest(chunk: Chunk, signal: AbortSignal): Promise<void> {
  const { openSince } = chunk.state;
  if (openSince === null || Date.now() - openSince < SHORTEST_BLOCK) return;
  await close(chunk, true, signal);
}
