/** Every lane at a glance for all who look at it in this process: read once for all of them, and told as it changes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { newestByLane } from '../../activities/archive/read.ts';
import { may, type Principal } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { toApiError } from '../problem-reply.ts';
import { frame } from '../stream/sse.ts';
import { outcome } from '../wire/release.ts';
import type { Board, BoardLane } from '../wire/board.ts';
import { readLanes } from './read-lanes.ts';

/** Time between two looks, in milliseconds; more where a look takes long. */
const INTERVAL = 2000;
/** Of the time no more than this part is spent looking. */
const SHARE = 0.2;
/** Past releases of each lane. */
const PAST = 5;

/** Whom it is told: `lanes` (a board), `looked` where nothing looks different, `problem`. */
interface Listener {
  send: (frame: string) => void;
}

/** The board of one process. */
export interface LanesBoard {
  /** What there is now, of the lanes that somebody may see. */
  look: (principal: Principal) => Promise<Board>;
  /** Tells a listener all of it, then what changes; the answer ends that. */
  listen: (listener: Listener, principal: Principal) => () => void;
}

/** Makes it; nothing is read until somebody looks. `interval` is the time between two looks in milliseconds. */
export function createBoard(context: ApiContext, interval = INTERVAL): LanesBoard {
  const listeners = new Map<Listener, Principal>();
  let known: { at: number; every: number; lanes: Map<string, { lane: BoardLane; text: string }> } | undefined;
  let problem: string | undefined;
  let stop: AbortController | undefined;

  function framesOf(
    told: Pick<Board, 'at' | 'age' | 'every' | 'whole'>,
    lanes: Iterable<BoardLane>,
    gone: string[],
  ): (principal: Principal) => string {
    const frames = new Map<string, string>();
    return (principal) => {
      // Those who may see the same are sent the same text.
      const key = JSON.stringify(principal.grants);
      const made = frames.get(key) ?? toFrame({ ...told, ...seenBy(principal, lanes, gone) });
      frames.set(key, made);
      return made;
    };
  }

  function learn(lanes: BoardLane[], every: number): void {
    const at = Date.now();
    const before = known?.lanes;
    problem = undefined;
    const now = new Map(lanes.map((lane) => [lane.lane, { lane, text: JSON.stringify(lane) }]));
    known = { at, every, lanes: now };
    const changed = lanes.filter(({ lane }) => before?.get(lane)?.text !== now.get(lane)?.text);
    const gone = [...(before?.keys() ?? [])].filter((lane) => !now.has(lane));
    const tell = framesOf({ at, every, whole: before === undefined }, changed, gone);
    for (const [listener, principal] of listeners) listener.send(tell(principal));
  }

  /** Time from the begin of a look that took so long to that of the next one, in milliseconds. */
  function everyAfter(took: number): number {
    return Math.round(Math.max(interval + took, took / SHARE));
  }

  async function goOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      try {
        const lanes = await readBoard(context);
        // When all have gone meanwhile it is forgotten: whoever comes hours later would be told it first.
        if (signal.aborted) return;
        learn(lanes, everyAfter(performance.now() - began));
      } catch (error) {
        if (signal.aborted) return;
        problem = frame('problem', { detail: toApiError(error).message });
        for (const listener of listeners.keys()) listener.send(problem);
      }
      const took = performance.now() - began;
      await sleep(everyAfter(took) - took, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    look: async (principal) => {
      const lanes = await readBoard(context);
      return { at: Date.now(), whole: true, ...seenBy(principal, lanes, []) };
    },
    listen: (listener, principal) => {
      listeners.set(listener, principal);
      if (known !== undefined) {
        const { at, every } = known;
        const lanes = [...known.lanes.values()].map(({ lane }) => lane);
        listener.send(framesOf({ at, age: Date.now() - at, every, whole: true }, lanes, [])(principal));
      }
      if (problem !== undefined) listener.send(problem);
      if (stop === undefined) {
        stop = new AbortController();
        void goOn(stop.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.abort();
        stop = undefined;
        known = undefined;
        problem = undefined;
      };
    },
  };
}

function seenBy(
  principal: Principal,
  lanes: Iterable<BoardLane>,
  gone: readonly string[],
): Pick<Board, 'lanes' | 'gone'> {
  const maySee = (lane: string): boolean => may(principal, 'viewer', lane);
  return { lanes: [...lanes].filter(({ lane }) => maySee(lane)), gone: gone.filter(maySee) };
}

function toFrame(board: Board): string {
  const silent = !board.whole && board.lanes.length === 0 && board.gone.length === 0;
  return silent ? frame('looked', { at: board.at, every: board.every }) : frame('lanes', board);
}

async function readBoard(context: ApiContext): Promise<BoardLane[]> {
  const [lanes, past] = await Promise.all([
    readLanes(context),
    newestByLane(context.settings.archive.folder, PAST),
  ]);
  return lanes.map((lane) => ({ ...lane, past: (past.get(lane.lane) ?? []).flatMap(toPast) }));
}

/** The archive may hold outcomes of a newer Sluice. */
function toPast(entry: {
  id: string;
  version: string;
  outcome: string;
  finishedAt: number;
}): BoardLane['past'] {
  const { data } = outcome.safeParse(entry.outcome);
  const { id, version, finishedAt } = entry;
  return data === undefined ? [] : [{ id, version, outcome: data, finishedAt }];
}
