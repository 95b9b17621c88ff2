/** What is known of all lanes by what their stream tells. Pure. */
import type { Board, BoardLane } from '../../../api/wire/board.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { withBoard } from './lane-list.ts';

/** All lanes that somebody may see; undefined until they are known. */
export interface Lanes {
  lanes?: ReadonlyMap<string, BoardLane>;
  fresh: Fresh;
  /** Why none are shown. */
  refused?: string;
}

/** A message of the stream: of a board that is not new, `lanes` and `gone` are absent. */
export type News = Pick<Board, 'at' | 'age' | 'every'> & Partial<Board>;

/** What is known with the news, at a moment in milliseconds since the epoch. */
export function withNews(
  before: Lanes,
  { age = 0, every, whole = false, lanes, gone = [] }: News,
  now: number,
): Lanes {
  const fresh = { heardAt: now - age, every, trouble: undefined };
  return lanes === undefined
    ? { ...before, fresh }
    : { lanes: withBoard(before.lanes, { whole, lanes, gone }), fresh };
}

/** What is known while nothing comes in, or again something does; what was seen stays, with its age. */
export function withTrouble(before: Lanes, trouble: string | undefined, final: boolean): Lanes {
  const fresh = { ...before.fresh, trouble, ended: final };
  const refused = final && before.lanes === undefined ? trouble : undefined;
  return refused === undefined ? { ...before, fresh } : { ...before, fresh, refused };
}
