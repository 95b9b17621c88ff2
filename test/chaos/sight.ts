import { watchFile, type FileWatch } from '../kill/written-files.ts';
import type { LaneRig } from './lanes/lane.ts';
import { raisesOf } from './raises.ts';

/** What the lanes' routers show of releases, without asking anybody. */
export interface Sight {
  /** How many weights above 0 a release has at its router so far; 0 where the router carries no numbers. */
  raises: (lane: string, id: string) => number;
  close(): void;
}

/** Begins to watch. */
export function watchLanes(rigs: readonly LaneRig[]): Sight {
  const watches = new Map<string, FileWatch>();
  for (const { lane, holds } of rigs) {
    if ('file' in holds) watches.set(lane, watchFile(holds.file, lane));
  }
  return {
    raises: (lane, id) => raisesOf(watches.get(lane)?.seen ?? [], Number(id.split('.').at(-1))),
    close: () => watches.forEach((watch) => watch.close()),
  };
}
