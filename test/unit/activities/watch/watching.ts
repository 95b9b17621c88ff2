import type { ActivityContext } from '../../../../activities/context.ts';
import type { WatchRequest } from '../../../../activities/types.ts';
import { createWatchActivity } from '../../../../activities/watch.ts';
import type { WatchDetails } from '../../../../activities/watch/carried.ts';
import { contextOf, environment, fakeWorld, place, type FakeWorld, perform } from '../world.ts';
import { errors, series } from './metric.ts';
import { analysisConfig, unlearnt } from '../../../rigs/analysis-config.ts';

/** Requests a second of each slot, and the share of bad ones. */
export interface Load {
  blue: [number, number];
  green: [number, number];
}

const split = { blue: 5000, green: 5000 };

/** A world in which both slots answer requests as time passes. */
export function loaded(load: Load): FakeWorld {
  const began = Date.now();
  const targets = { blue: ['http://blue-0'], green: ['http://green-0'] };
  const world = { ...fakeWorld(), split, targets, processStartedAt: began - 60_000 };
  world.series = (slot) => {
    const now = Date.now();
    const [rate, bad] = load[slot];
    const total = 1000 + Math.round((rate * (now - began)) / 1000);
    const failed = Math.round(total * bad);
    return [series({ code: '200' }, total - failed, now), series({ code: '500' }, failed, now)];
  };
  return world;
}

export function asked(more: Partial<WatchRequest> = {}): WatchRequest {
  const now = Date.now();
  return {
    place,
    release: 'shop.test.2',
    metrics: [errors],
    analysis: analysisConfig(1000),
    candidate: 'green',
    stable: 'blue',
    warm: null,
    versions: { blue: 'v1', green: 'v2' },
    stage: '1',
    weight: 5000,
    mode: 'steady',
    blocksFrom: now,
    trafficSince: now,
    muted: [],
    expected: { split },
    until: now + 4300,
    ...unlearnt,
    ...more,
  };
}

/** `waited`: for how long no worker took the chunk, in milliseconds. */
export function watching(world: FakeWorld, request: WatchRequest, details?: unknown, waited = 0) {
  const context: ActivityContext = contextOf(world);
  const env = environment({ heartbeatDetails: details, scheduledTimestampMs: Date.now() - waited });
  const heartbeats: WatchDetails[] = [];
  env.on('heartbeat', (each: WatchDetails) => heartbeats.push(each));
  const { watch } = createWatchActivity(context);
  return { env, context, heartbeats, answer: perform(env, watch, request) };
}

export const good: Load = { blue: [2000, 0.01], green: [2000, 0.01] };
