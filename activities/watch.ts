import { activityInfo, Context } from '@temporalio/activity';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { Stop } from './stops.ts';
import type { WatchActivities, WatchAnswer } from './types.ts';
import { endDue, endRest, isFull } from './watch/catch-up.ts';
import { answerOf, createChunk, createDetails, type Chunk } from './watch/chunk.ts';
import { dueAt, SHORTEST_BLOCK, untilNext, type Times } from './watch/clock.ts';
import { open } from './watch/end-block.ts';
import { figuresOf } from './watch/figures.ts';
import { judge, type Finding } from './watch/judge.ts';
import { check } from './watch/look.ts';
import { watchRules } from './watch/rules/watch-rules.ts';

/** Watches one chunk of a release. It only reads, so two attempts at once are harmless. */
export function createWatchActivity({
  world,
  events,
  stops,
}: ActivityContext): Pick<WatchActivities, 'watch'> {
  return {
    async watch(request) {
      const lane = request.place.lane;
      const { release } = request;
      const info = activityInfo();
      const chunk = createChunk(world, request, info.heartbeatDetails, info.scheduledTimestampMs);
      const details = createDetails(chunk);
      let told = chunk.blocks.length;
      const checked = (due: number): void => {
        const at = Date.now();
        const late = Math.max(0, at - due);
        events.emit({ kind: 'watch-checked', lane, release, at, late, figures: () => figuresOf(chunk) });
        for (const { problems = [] } of chunk.blocks.slice(told)) {
          for (const { name: metric } of request.metrics) {
            const silent = problems.some((problem) => problem.metric === metric);
            events.emit({ kind: 'block-ended', lane, release, metric, silent });
          }
        }
        told = chunk.blocks.length;
      };
      try {
        return await stops.heeding(async (stop) =>
          withHeartbeats(async () => {
            const finding = await withRules(chunk, stop, async () => watch(chunk, stop, checked));
            if (finding !== undefined) return answerOf(chunk, finding);
            return cancelled(chunk, stop, details);
          }, details),
        );
      } finally {
        events.emit({ kind: 'watch-ended', lane, release });
      }
    },
  };
}

/** Measures the rules while the work goes on. */
async function withRules<T>(chunk: Chunk, { signal }: Stop, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const rules = watchRules(chunk, AbortSignal.any([signal, over.signal]));
  try {
    return await work();
  } finally {
    over.abort();
    await rules;
  }
}

/** Checks and ends blocks until something is found; undefined when it was told to stop. */
async function watch(
  chunk: Chunk,
  { signal }: Stop,
  checked: (due: number) => void,
): Promise<Finding | undefined> {
  const times = timesOf(chunk);
  let next = activityInfo().currentAttemptScheduledTimestampMs;
  while (!signal.aborted) {
    const now = Date.now();
    const due = dueAt(times, chunk.state.openSince, now);
    const { found: ended, behind } = due.close ? await endDue(chunk, signal) : { behind: false };
    if (due.open) await open(chunk, signal);
    const found = ended ?? (await check(chunk, signal));
    if (signal.aborted) break;
    checked(next);
    next = now;
    if (found !== undefined) return found;
    // A bake or a ramp that ended while blocks were missed is judged by them.
    if (due.deadline && !behind) return endOfWait(chunk, signal);
    if (due.chunk || isFull(chunk))
      return { kind: 'chunk', reason: '', message: 'the chunk is over; nothing was found' };
    if (behind) continue;
    // From when it was looked at: a block that ended while things were read is due at once.
    next = now + untilNext(times, chunk.state.openSince, now);
    const changed = await rest(chunk, next, signal);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

/** Waits until `end`, when something is due. What a rule tells meanwhile is judged at once, and is no further check. */
async function rest(chunk: Chunk, end: number, signal: AbortSignal): Promise<Finding | undefined> {
  while (await chunk.alarm.wait(Math.max(0, end - Date.now()), signal)) {
    const found = judged(chunk);
    if (found !== undefined) return found;
  }
  return undefined;
}

function timesOf({ request, reader: { lag } }: Chunk): Times {
  const { mode, blocksFrom, until, analysis, bake, ramp } = request;
  const ending = bake ?? ramp;
  const { block } = analysis;
  return {
    mode,
    blocksFrom,
    until,
    block,
    lag,
    ...(ending === undefined ? {} : { maxUntil: ending.maxUntil }),
  };
}

function judged({ request, state }: Chunk): Finding | undefined {
  return judge(request, state, Date.now()).ends;
}

async function endOfWait(chunk: Chunk, signal: AbortSignal): Promise<Finding | undefined> {
  await endRest(chunk, signal);
  return judged(chunk);
}

/**
 * Asked to stop, the watch ends the open block early and answers with what it carries; a fail in that block still
 * counts. When only this process stops, another attempt is to go on, so the activity fails.
 */
async function cancelled(chunk: Chunk, stop: Stop, details: () => unknown): Promise<WatchAnswer> {
  const context = Context.current();
  if (!stop.asked()) {
    context.heartbeat(details());
    throw context.cancellationSignal.reason;
  }
  await endRest(chunk, AbortSignal.timeout(SHORTEST_BLOCK));
  // What is watched next begins where this ends, if that can be read by then and the weight is the same.
  if (!chunk.reader.history) chunk.state = { ...chunk.state, openSince: null };
  const failed = judged(chunk);
  if (failed?.kind === 'fail') return answerOf(chunk, failed);
  return answerOf(chunk, { kind: 'cancelled', reason: '', message: 'the watch was asked to stop' });
}
