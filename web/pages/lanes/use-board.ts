import { useEffect, useState } from 'preact/hooks';
import { follow } from '../../asking/follow.ts';
import { now } from '../../asking/server-time.ts';
import { withNews, withTrouble, type Lanes, type News } from './heard.ts';

/** Follows all lanes for as long as they are shown. */
export function useBoard(): Lanes {
  const [known, setKnown] = useState<Lanes>({ fresh: { heardAt: undefined, trouble: undefined } });
  useEffect(
    () =>
      follow('v1/lanes/events', {
        message: (kind, data) => {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and API are of one build
          const told = data as News & { detail: string };
          if (kind === 'lanes' || kind === 'looked') setKnown((before) => withNews(before, told, now()));
          if (kind === 'problem') setKnown((before) => withTrouble(before, told.detail, false));
        },
        trouble: (trouble, final) => setKnown((before) => withTrouble(before, trouble, final)),
      }),
    [],
  );
  return known;
}
