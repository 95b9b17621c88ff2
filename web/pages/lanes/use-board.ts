import { useEffect, useState } from 'preact/hooks';
import type { Board, BoardLane } from '../../../api/wire/board.ts';
import { follow } from '../../asking/follow.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { withBoard } from './lane-list.ts';

/** All lanes that somebody may see; undefined until they are known. */
export interface Lanes {
  lanes?: ReadonlyMap<string, BoardLane>;
  fresh: Fresh;
  /** Why they are not shown. */
  refused?: string;
}

/** Follows all lanes for as long as they are shown. */
export function useBoard(): Lanes {
  const [known, setKnown] = useState<Lanes>({ fresh: { heardAt: undefined, trouble: undefined } });
  useEffect(
    () =>
      follow('v1/lanes/events', {
        message: (kind, data) => {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and API are of one build
          const told = data as Board & { detail: string };
          const fresh = { heardAt: Date.now() - (told.age ?? 0), trouble: undefined };
          if (kind === 'lanes') setKnown(({ lanes }) => ({ lanes: withBoard(lanes, told), fresh }));
          if (kind === 'looked') setKnown((before) => ({ ...before, fresh }));
          if (kind === 'problem')
            setKnown((before) => ({ ...before, fresh: { ...before.fresh, trouble: told.detail } }));
        },
        trouble: (trouble, final) =>
          setKnown((before) => ({
            ...before,
            fresh: { ...before.fresh, trouble, ended: final },
            ...(final && trouble !== undefined ? { refused: trouble } : {}),
          })),
      }),
    [],
  );
  return known;
}
