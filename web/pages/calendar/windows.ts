/** When each lane may be released into next. Pure. */
import type { BoardLane } from '../../../api/wire/board.ts';
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { Tone } from '../../parts/tone.ts';
import { coversLane } from '../../../config/grants.ts';
import type { Freezing } from './entries.ts';
import { meets } from './meets.ts';

/** One lane. */
export interface LaneWindow {
  /** `SERVICE@ENVIRONMENT`. */
  lane: string;
  word: 'open' | 'frozen';
  tone: Tone;
  /** When traffic may be raised next, milliseconds since the epoch; undefined where that is not known. */
  next: number | undefined;
  /** Why not now; empty where it may be. */
  why: string;
  /** The release that stands still for it. */
  waits?: { id: string; version: string };
}

/** The lanes that are meant: first those of which nobody knows when, then those that are frozen, then the others, each by name. */
export function windowsOf(
  standing: FreezeList['lanes'],
  board: ReadonlyMap<string, Pick<BoardLane, 'running'>>,
  asked: string,
): LaneWindow[] {
  return standing
    .filter(({ lane }) => meets(lane, asked))
    .map(({ lane, frozen, nextAllowed }): LaneWindow => {
      const name = lane.replace('.', '@');
      if (frozen === null) return { lane: name, word: 'open', tone: 'quiet', next: undefined, why: '' };
      const running = board.get(lane)?.running;
      const reason = running?.hold?.reason;
      const stands = reason === 'freeze' || reason === 'stop';
      return {
        lane: name,
        word: 'frozen',
        tone: 'ask',
        next: nextAllowed ?? undefined,
        why: frozen,
        ...(stands && running ? { waits: { id: running.id, version: running.version } } : {}),
      };
    })
    .toSorted((a, b) => rank(a) - rank(b) || (a.lane < b.lane ? -1 : 1));
}

function rank({ word, next }: LaneWindow): number {
  if (word === 'open') return 2;
  return next === undefined ? 0 : 1;
}

/** When the next freeze of a lane begins after a moment in which none stands; undefined: none is known. */
export function closesAt(lane: string, from: number, freezings: readonly Freezing[]): number | undefined {
  const covers = ({ lanes }: Freezing): boolean => lanes.some((each) => coversLane(each, lane));
  return freezings.find((freeze) => freeze.start >= from && covers(freeze))?.start;
}
