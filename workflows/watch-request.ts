import type { WatchRequest } from '../activities/types.ts';
import type { RampRequest } from '../activities/watch/ramp-request.ts';
import type { Milliseconds } from '../config/plan.ts';
import { readLag } from '../config/sources/read-lag.ts';
import { lately } from './lately.ts';
import { splitFor, type Life, type Wait } from './life.ts';

const CHUNK = 5 * 60_000;
const BLOCKS_A_CHUNK = 240;
/** While a person is asked, chunks are short at first, so that promote is judged by fresh evidence. */
const CHUNK_IN_HOLD = 10_000;

/** What a stretch of the watch is for. */
export interface WatchMode {
  mode: WatchRequest['mode'];
  /** Ends in a verdict on this bake, when its wait is over at the latest. */
  bake?: Omit<NonNullable<WatchRequest['bake']>, 'maxUntil'> & { wait: Wait };
  /** The same of a ramp, and also when its weight may rise. */
  ramp?: Omit<RampRequest, 'maxUntil' | 'effect'> & { wait: Wait };
  /** `hold`: evidence of harm becomes the verdict instead of reverting the release. */
  onFail?: 'revert' | 'hold';
  /** How long this stretch is expected to last: days-long stretches get longer chunks. */
  expected?: Milliseconds;
}

/**
 * What the next chunk is asked for: with what it carries, and until when at the latest. `since`: when this stretch
 * of the watch began, milliseconds since the epoch.
 */
export function makeRequest(life: Life, mode: WatchMode, since: number): WatchRequest {
  const { input, watching } = life;
  const { plan } = input;
  const old = input.stable?.slot ?? null;
  return {
    place: { lane: input.lane, router: plan.router, platform: plan.platform },
    release: input.id,
    metrics: plan.metrics,
    ...(plan.rules === undefined ? {} : { rules: plan.rules, rulesAnsweredAt: watching.rulesAnsweredAt }),
    analysis: life.analysis,
    candidate: input.candidate.slot,
    stable: life.cutOver ? null : old,
    warm: life.cutOver ? old : null,
    versions: versionsOf(input),
    stage: `${watching.stage}`,
    weight: life.traffic.asked,
    mode: mode.mode,
    blocksFrom: watching.blocksFrom,
    trafficSince: watching.trafficSince ?? Date.now(),
    ...bakeOf(mode),
    ...rampOf(life, mode),
    muted: mode.mode === 'transition' ? [...watching.muted, 'drift'] : watching.muted,
    ...unansweredOf(life),
    followed: lately(watching.followed).length,
    followedInAll: watching.followed.length,
    expected: { split: splitFor(life, life.traffic.asked) },
    until: Date.now() + chunkLength(life, mode, since),
    calibrations: life.calibrating.calibrations,
    limits: life.calibrating.limits,
    learnt: learnt(life),
    state: watching.state,
  };
}

/** An act whose answer was lost may have landed all the same, which is nobody else's change. */
function unansweredOf({ input, acts, written }: Life): Pick<WatchRequest, 'unanswered'> {
  if (acts === (written?.stamp?.act ?? 0)) return {};
  return { unanswered: { lane: input.lane, release: input.number, act: acts } };
}

/** What the first block begins with. */
function learnt({ watching, calibrating }: Life): WatchRequest['learnt'] {
  const found: WatchRequest['learnt'] = { edges: {}, halving: {} };
  if (watching.state !== null) return found;
  for (const [name, { edges, halving }] of Object.entries(calibrating.past)) {
    if (edges !== undefined) found.edges[name] = edges;
    if (halving !== undefined) found.halving[name] = halving;
  }
  return found;
}

function versionsOf({ candidate, stable }: Life['input']): WatchRequest['versions'] {
  const old = stable === null ? {} : { [stable.slot]: stable.version };
  return { ...old, [candidate.slot]: candidate.version };
}

function bakeOf({ bake }: WatchMode): Pick<WatchRequest, 'bake'> {
  if (bake === undefined) return {};
  const { wait, ...rest } = bake;
  return { bake: { ...rest, maxUntil: wait.end } };
}

function rampOf(life: Life, { ramp }: WatchMode): Pick<WatchRequest, 'ramp'> {
  if (ramp === undefined) return {};
  const { wait, ...rest } = ramp;
  return { ramp: { ...rest, effect: usualUndo(life), maxUntil: wait.end } };
}

/**
 * From when a fault could be found until its undo is in effect: what the slowest source takes to tell, and what a write
 * takes to be found in effect. That is as long as the release's own writes took, in the middle: one that waited for a
 * worker says little of the next. What the router declares before the first one.
 */
export function usualUndo({ effects, propagation, input }: Life): Milliseconds {
  const lag = Math.max(0, ...input.plan.metrics.map(({ source }) => readLag(source)));
  const middle = effects.toSorted((a, b) => a - b)[Math.floor(effects.length / 2)];
  return lag + (middle ?? propagation);
}

/** In milliseconds. Days-long stretches and holds get longer chunks, so that the history stays short. */
function chunkLength({ analysis, holds }: Life, { expected = 0 }: WatchMode, since: number): Milliseconds {
  const longest = Math.max(CHUNK, expected / 100, (Date.now() - since) / 10);
  const usual = Math.min(longest, Math.max(CHUNK / 5, analysis.block * BLOCKS_A_CHUNK));
  const [held] = holds;
  return held === undefined
    ? usual
    : Math.min(usual, Math.max(CHUNK_IN_HOLD, (Date.now() - held.since) / 10));
}
