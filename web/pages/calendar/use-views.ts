import { useState } from 'preact/hooks';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { ask } from '../../asking/ask.ts';
import { useLooks } from '../../parts/use-looks.ts';
import { releasePath } from '../release/release-path.ts';

/** Time between two looks, in milliseconds. */
const INTERVAL = 5000;
/** So many releases, the first ones, are looked at whole; of the others stands what lists say. */
export const MOST = 20;

/** Everything about these releases, by id, for as long as they are shown. What cannot be read stays as it was. */
export function useViews(ids: readonly string[]): {
  views: ReadonlyMap<string, ReleaseView>;
  /** Takes what an act was answered, which is newer. */
  learn: (view: ReleaseView) => void;
} {
  const [views, setViews] = useState<ReadonlyMap<string, ReleaseView>>(new Map());
  const again = useLooks(
    async (signal) => {
      const asked = ids.slice(0, MOST).map(async (id) => ask<ReleaseView>(releasePath(id), signal));
      const answers = await Promise.allSettled(asked);
      if (signal.aborted) return;
      setViews((before) => {
        const kept = [...before].filter(([id]) => ids.includes(id));
        const read = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        return new Map([...kept, ...read.map((view) => [view.id, view] as const)]);
      });
    },
    INTERVAL,
    ids.join(),
  );
  return {
    views,
    learn: (view) => {
      setViews((before) => new Map(before).set(view.id, view));
      // A look under way may have begun before the act, and what it finds is older.
      again();
    },
  };
}
