import { setTimeout as wait } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { MetricConfig } from '../config/plan.ts';
import type { CalibrateRequest, Past } from './calibrate/past.ts';
import { readPast } from './calibrate/read-past.ts';
import { beginWatched, watchOn, type Watched } from './calibrate/watch-stable.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import { packed, unpacked } from './packed.ts';
import type { Stop } from './stops.ts';
import type { WatchActivities } from './types.ts';
import { createReader, type MetricReader } from './watch/read-metrics.ts';

/** Reading histories ends after so long, in milliseconds, with what is read. */
const LONGEST_READ = 60_000;
/** Longer than any platform's own patience with its instances, in milliseconds. */
const LONGEST_READY = 12_000;

/** What another attempt goes on from: a missed stretch is in no interval, and everything before it counts. */
interface Learning {
  /** Histories that are read. */
  read: Past;
  watched: Record<string, Watched>;
}

const details = z.looseObject({ carried: z.string() });
const isLearning = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'read' in value && 'watched' in value;
const learning = z.custom<Learning>(isLearning);

/**
 * Learns how the stable side behaves before a candidate gets traffic: from the past that its sources keep, else by
 * watching it until it is told to stop. It only reads, and what cannot be read is said in its answer.
 */
export function createCalibrateActivity({
  world,
  stops,
}: ActivityContext): Pick<WatchActivities, 'calibrate'> {
  return {
    calibrate: async (request) =>
      stops.heeding(async (stop) => {
        const earlier = details.safeParse(activityInfo().heartbeatDetails).data;
        const known: Learning =
          earlier === undefined ? { read: {}, watched: {} } : learning.parse(unpacked(earlier.carried));
        const reader = createReader(request, world);
        await withHeartbeats(
          async () => {
            const ready = await readyInstances(stop, async (signal) => {
              const platform = world.platform(request.place);
              return (await platform.ready(request.stable, signal)).ready;
            });
            const [kept, unkept] = [true, false].map((history) =>
              request.metrics.filter((metric) => reader.hasHistory(metric) === history),
            );
            await Promise.all([
              readAll(request, stop, reader, ready, kept ?? [], known),
              watchAll(request, stop, reader, ready, unkept ?? [], known),
            ]);
          },
          () => ({ carried: packed(known) }),
        );
        // When only this process stops, another attempt is to go on, so the activity fails.
        if (stop.signal.aborted && !stop.asked()) throw stop.signal.reason;
        const seen = Object.entries(known.watched).map(([name, { past }]) => [name, past] as const);
        return { ...known.read, ...Object.fromEntries(seen) };
      }),
  };
}

async function readyInstances(
  { signal }: Stop,
  read: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  try {
    return await read(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READY)]));
  } catch {
    // The instances are then not told apart, which only costs the halves.
    return 0;
  }
}

async function readAll(
  request: CalibrateRequest,
  { signal }: Stop,
  reader: MetricReader,
  ready: number,
  metrics: readonly MetricConfig[],
  known: Learning,
): Promise<void> {
  const deadline = Date.now() + LONGEST_READ;
  const read = metrics.map(async (metric) => {
    const past =
      known.read[metric.name] ?? (await readPast({ request, reader, ready, deadline }, metric, signal));
    known.read = { ...known.read, [metric.name]: past };
  });
  await Promise.all(read);
}

/** Takes a reading of all metrics at the end of each interval, until it is told to stop. */
async function watchAll(
  request: CalibrateRequest,
  { signal }: Stop,
  reader: MetricReader,
  ready: number,
  metrics: readonly MetricConfig[],
  known: Learning,
): Promise<void> {
  if (metrics.length === 0) return;
  const { interval } = request.analysis;
  let last: number | undefined;
  while (!signal.aborted && Date.now() < request.until) {
    const at = Date.now();
    const asked = { metrics, slots: [request.stable], range: { from: at, to: at }, now: at };
    const raw = await reader.read(asked, AbortSignal.any([signal, AbortSignal.timeout(interval * 0.8)]));
    if (signal.aborted) return;
    const whole = last !== undefined && Math.abs(at - last - interval) < 0.2 * interval;
    for (const metric of metrics) {
      const before = known.watched[metric.name] ?? beginWatched(metric);
      const read = { raw: raw.get(metric.name), at: Date.now(), ready, whole };
      known.watched = { ...known.watched, [metric.name]: watchOn(request, metric, before, read) };
    }
    last = at;
    await wait(Math.max(0, at + interval - Date.now()), undefined, { signal }).catch(() => undefined);
  }
}
