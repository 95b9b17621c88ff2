import { duration } from '../../analysis/figures.ts';
import { judgeRules, summariseRules } from '../../analysis/rules/verdict.ts';
import type { Block } from '../../analysis/types.ts';
import type { BasisPoints, Milliseconds, Slot } from '../../config/plan.ts';
import type { Platform } from '../../providers/platforms/platform.ts';
import type { ScalarSource } from '../../providers/metrics/scalar-source.ts';
import type { Router } from '../../providers/routers/router.ts';
import type { WatchHeartbeat } from '../../workflows/messages.ts';
import type { WatchAnswer, WatchRequest, WatchState } from '../types.ts';
import type { World } from '../world.ts';
import { createAlarm, type Alarm } from './alarm.ts';
import { beginState } from './begin.ts';
import { pack, unpack, type WatchDetails } from './carried.ts';
import { stillOpen } from './clock.ts';
import { figuresOf } from './figures.ts';
import { judge, type Finding } from './judge.ts';
import { createReader, type MetricReader } from './read-metrics.ts';
import { carriedRules, createRuleSources } from './rules/watch-rules.ts';

/** One chunk of the watch while it runs. */
export interface Chunk {
  request: WatchRequest;
  router: Router;
  platform: Platform;
  reader: MetricReader;
  /** What answers each rule. */
  sources: ReadonlyMap<string, ScalarSource>;
  /** Rung when a rule was measured. */
  alarm: Alarm;
  state: WatchState;
  /** Closed in this chunk, by earlier attempts too. */
  blocks: Block[];
  /** Requests of the last blocks, from which the observed split is taken. */
  recent: Record<Slot, number>[];
  /** The candidate's share by the router's own account; undefined: it could not be read. */
  readBack: BasisPoints | undefined;
  /** Why the open block is not closed although it is over; undefined: it is not over. */
  waiting: string | undefined;
  /** What could not be read at the last check, and what else people should know. */
  notes: string[];
  /** How long the chunk waited for a worker, where its source cannot tell what was counted meanwhile; else 0. */
  late: Milliseconds;
}

/**
 * A chunk as it begins, or as an earlier attempt left it by its heartbeat details. `asked`: when it was first asked for,
 * in milliseconds since the epoch. Does no I/O.
 */
export function createChunk(world: World, request: WatchRequest, details: unknown, asked: number): Chunk {
  const router = world.router(request.place);
  const earlier = unpack(details);
  const state = earlier?.state ?? request.state ?? beginState(request, router.capabilities.granularity);
  const reader = createReader(request, world);
  return {
    request,
    router,
    platform: world.platform(request.place),
    reader,
    sources: createRuleSources(request.rules ?? [], world),
    // What was carried is judged before anything is measured anew.
    alarm: createAlarm(request.rules !== undefined),
    state: {
      ...state,
      // Of the chunk or the attempt before, which may be long ago: this one has not looked yet.
      asAsked: false,
      openSince: stillOpen(state.openSince, request),
      ...withRules(request, state),
    },
    blocks: earlier?.blocks ?? [],
    recent: [],
    readBack: undefined,
    waiting: undefined,
    notes: [],
    late: earlier === undefined && !reader.history ? Math.max(0, Date.now() - asked) : 0,
  };
}

function withRules(request: WatchRequest, state: WatchState): Pick<WatchState, 'rules'> {
  const rules = carriedRules(request, state.rules);
  return rules === undefined ? {} : { rules };
}

/** Makes the details of heartbeats; what is carried is packed anew only when it has changed. */
export function createDetails(chunk: Chunk): () => WatchDetails {
  let packed: { state: WatchState; blocks: number; carried: string } | undefined;
  return () => {
    const { state, blocks } = chunk;
    if (packed?.state !== state || packed.blocks !== blocks.length) {
      packed = { state, blocks: blocks.length, carried: pack({ state, blocks }) };
    }
    return { heartbeat: heartbeatOf(chunk), carried: packed.carried };
  };
}

/** The answer of a chunk that ends with a finding. */
export function answerOf(chunk: Chunk, finding: Finding): WatchAnswer {
  const { state, request, blocks } = chunk;
  const { raiseAllowed, overBound, ramp } = judge(request, state, Date.now());
  return {
    ...finding,
    ...(ramp === undefined ? {} : { ramp }),
    ...(finding.kind === 'inconclusive' && chunk.late > 0 ? { late: chunk.late } : {}),
    raiseAllowed,
    overBound,
    ...figures(chunk),
    calibrations: request.calibrations,
    blocks,
    state,
  };
}

function heartbeatOf(chunk: Chunk): WatchHeartbeat {
  const { sentence, ramp } = judge(chunk.request, chunk.state, Date.now());
  const told = [
    sentence,
    ...lateness(chunk, sentence),
    ...unreadRule(chunk, sentence),
    ...assumed(chunk.request),
    ...chunk.notes,
  ];
  return {
    at: Date.now(),
    sentence: told.join('; '),
    ...figures(chunk),
    ...(chunk.readBack === undefined ? {} : { readBack: chunk.readBack }),
    ...(ramp === undefined ? {} : { ramp }),
  };
}

/** Where the evidence is divided by an assumption, people are told. */
function assumed({ calibrations }: WatchRequest): string[] {
  const names = Object.entries(calibrations).flatMap(([name, { method }]) =>
    method === 'assumed' ? [name] : [],
  );
  return names.length === 0 ? [] : [`how bad requests of ${names.join(' and ')} burst is assumed`];
}

/** Why there is no newer evidence, in words, where that is not said already. */
function lateness({ request, reader, state, waiting }: Chunk, said: string): string[] {
  if (waiting !== undefined) return said.includes(waiting) ? [] : [`${waiting}; it is tried again`];
  if (reader.lag === 0 || request.mode === 'transition' || state.verdict.stage?.name === request.stage)
    return [];
  return [`what is counted can be read ${duration(reader.lag / 1000)} later`];
}

function unreadRule({ request, state }: Chunk, said: string): string[] {
  const { unread } = judgeRules(request.rules ?? [], state.rules);
  return unread === undefined || said.includes(unread.message) ? [] : [unread.message];
}

function figures(chunk: Chunk): Pick<WatchHeartbeat, 'evidence' | 'rules' | 'observed'> {
  const { evidence, observed } = figuresOf(chunk);
  const { request, state } = chunk;
  return {
    evidence,
    ...(request.rules === undefined ? {} : { rules: summariseRules(request.rules, state.rules) }),
    ...(observed === undefined ? {} : { observed }),
  };
}
