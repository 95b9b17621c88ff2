import { createClient } from '../../api/client.ts';
import type { ReleaseView } from '../../api/wire/release.ts';
import { pointsOf } from './points-of.ts';
import { points, type Moment, type Point, type ReleaseSchedule } from './schedule.ts';

/** How far each release of a run has come, as it is seen from the outside. */
export interface Progress {
  /** The run begins now; moments are counted from here. */
  begin(): void;
  /** From now on looks at a release. */
  follow(number: number, lane: string, id: string): void;
  /** What is never going to begin: nothing was submitted, or it is live already. */
  never(number: number): void;
  view(number: number): ReleaseView | undefined;
  id(number: number): string | undefined;
  /** The state token with which a release was first seen. */
  firstToken(number: number): string;
  hasEnded(number: number): boolean;
  /** Waits for a moment; false where the release ended without it, or everything is over: `over`, or this. */
  reaches(moment: Moment, over?: AbortSignal): Promise<boolean>;
  /** Releases that have not ended, in words. */
  open(): string[];
  stop(): Promise<void>;
}

/** What is known of one release. */
interface Known {
  lane: string;
  id: string;
  view?: ReleaseView;
  firstToken?: string;
  reached: Set<Point>;
  ended: boolean;
}

/** Looks this often, in milliseconds: each look is a query, which a worker answers that has enough to do. */
const every = 800;

/** What is looked at. */
export interface ProgressOptions {
  /** Base URLs, asked one after the other. */
  apis: readonly string[];
  releases: readonly Pick<ReleaseSchedule, 'number'>[];
  /** How many weights above 0 the router of a lane shows of a release so far. */
  raises: (lane: string, id: string) => number;
}

/** Begins to look. */
export function startProgress({ apis, releases, raises }: ProgressOptions): Progress {
  const known = new Map<number, Known>();
  const nothing = new Set<number>();
  let began = Number.POSITIVE_INFINITY;
  let stopped = false;
  let turn = 0;

  const look = async (each: Known): Promise<void> => {
    const client = createClient(apis[(turn += 1) % apis.length] ?? '', 'onlooker');
    const view = await client.release(each.id).catch(() => undefined);
    if (view !== undefined && !view.stale) {
      each.view = view;
      each.firstToken ??= view.token;
      for (const point of pointsOf(view)) each.reached.add(point);
    } else if (view === undefined) {
      const { past } = await client.lane(each.lane).catch(() => ({ past: [] }));
      if (past.some(({ id }) => id === each.id)) each.reached.add('end');
    }
    if (each.reached.has('end')) each.ended = true;
  };
  const looking = (async () => {
    while (!stopped) {
      const open = [...known.values()].filter(({ ended }) => !ended);
      await Promise.all(open.map(look));
      await pause(every);
    }
  })();

  const hasReached = (number: number, point: Point): boolean => {
    const each = known.get(number);
    if (each === undefined) return false;
    const write = /^write (\d)$/.exec(point)?.[1];
    if (write !== undefined && raises(each.lane, each.id) >= Number(write)) return true;
    return each.reached.has(point);
  };
  const hasEnded = (number: number): boolean => nothing.has(number) || (known.get(number)?.ended ?? false);

  return {
    begin: () => (began = Date.now()),
    follow: (number, lane, id) => void known.set(number, { lane, id, reached: new Set(), ended: false }),
    never: (number) => void nothing.add(number),
    view: (number) => known.get(number)?.view,
    id: (number) => known.get(number)?.id,
    firstToken: (number) => known.get(number)?.firstToken ?? 'never seen',
    hasEnded,
    async reaches({ release, point = points[0], after }, over) {
      const isOver = (): boolean => stopped || over?.aborted === true;
      if (release === undefined) {
        while (!isOver() && Date.now() < began + after) await pause(50);
        return !isOver();
      }
      while (!hasReached(release, point)) {
        if (isOver() || (hasEnded(release) && point !== 'end')) return false;
        if (point === 'end' && hasEnded(release)) break;
        await pause(20);
      }
      await pause(after);
      return !isOver();
    },
    open: () =>
      releases
        .filter(({ number }) => !hasEnded(number))
        .map(({ number }) => {
          const each = known.get(number);
          if (each === undefined) return `release ${number} was not submitted`;
          const { view, id } = each;
          return `release ${number}, ${id}: ${view === undefined ? 'not seen' : `${view.phase}: ${view.sentence}`}`;
        }),
    async stop() {
      stopped = true;
      await looking;
    },
  };
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
  });
}
