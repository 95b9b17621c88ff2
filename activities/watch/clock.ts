import type { Milliseconds } from '../../config/plan.ts';
import type { WatchRequest } from '../types.ts';

const SHORTEST_CHECK = 500;
const LONGEST_CHECK = 5000;
const LONGEST_QUERY = 5000;
/** A block that is cut short before this is not worth its counts. */
export const SHORTEST_BLOCK = 1000;

/**
 * What the clock of a watch goes by. Blocks go by evidence time, which is `lag` behind the present, so that all of a
 * block can be read when it is over; bake and chunk end by the present.
 */
export interface Times extends Pick<WatchRequest, 'mode' | 'blocksFrom' | 'until'> {
  block: Milliseconds;
  lag: Milliseconds;
  maxUntil?: number;
}

/** What is due. */
export interface Due {
  /** The open block is over. */
  close: boolean;
  /** A block may begin. */
  open: boolean;
  /** The bake's time is over. */
  deadline: boolean;
  /** The chunk's time is over. */
  chunk: boolean;
}

/** What the block clock says at a time in milliseconds since the epoch. Pure. */
export function dueAt(times: Times, openSince: number | null, now: number): Due {
  const steady = times.mode === 'steady';
  const evidence = now - times.lag;
  return {
    close: steady && openSince !== null && evidence >= openSince + times.block,
    open: steady && openSince === null && evidence >= times.blocksFrom,
    deadline: times.maxUntil !== undefined && now >= times.maxUntil,
    chunk: now >= times.until,
  };
}

/** How long to wait until something is due, a check at the latest. Pure. */
export function untilNext(times: Times, openSince: number | null, now: number): Milliseconds {
  const { mode, block, blocksFrom, lag, until, maxUntil } = times;
  const check = Math.min(LONGEST_CHECK, Math.max(SHORTEST_CHECK, block / 2));
  const edges = mode === 'transition' ? [] : [lag + (openSince === null ? blocksFrom : openSince + block)];
  const next = [now + check, ...edges, until, ...(maxUntil === undefined ? [] : [maxUntil])];
  return Math.max(0, Math.min(...next.filter((each) => each > now)) - now);
}

/** The time that a query may take: less than a block. Pure. */
export function queryTimeout(block: Milliseconds): Milliseconds {
  return Math.min(LONGEST_QUERY, block * 0.8);
}

/** The open block's start, or null when it began before the present weight was in effect. Pure. */
export function stillOpen(
  openSince: number | null,
  { mode, blocksFrom }: Pick<WatchRequest, 'mode' | 'blocksFrom'>,
): number | null {
  return openSince === null || mode === 'transition' || openSince < blocksFrom ? null : openSince;
}
