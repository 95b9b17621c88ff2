import { useEffect, useState } from 'preact/hooks';
import type { LaneList } from '../../../api/wire/lane.ts';
import { ask } from '../../asking/ask.ts';
import { useTitle } from '../../parts/use-title.ts';
import { changeQuery } from '../../routing/location.ts';
import type { PageProps } from '../index.ts';
import { inOrder, isMeant, laneState, type Lane } from './lane-state.ts';
import { LaneRow } from './row.tsx';

/** Time between two looks, in milliseconds. */
const INTERVAL = 5000;

/** Every service and environment at a glance; what needs a person comes first. */
export function LanesPage({ query }: PageProps) {
  useTitle('Lanes');
  const { lanes, trouble } = useLanes();
  const search = query.get('q') ?? '';
  const shown = inOrder((lanes ?? []).map((lane) => ({ lane, state: laneState(lane) }))).filter((each) =>
    isMeant(each, search),
  );
  return (
    <main class="lanes" aria-busy={lanes === undefined}>
      <div class="lanes-head">
        <h1 tabIndex={-1}>Lanes</h1>
        <input
          type="search"
          aria-label="Search lanes"
          placeholder="Service, environment, version, state"
          value={search}
          onInput={(event) => changeQuery({ q: event.currentTarget.value })}
        />
      </div>
      {trouble === undefined ? null : <p role="alert">{trouble}</p>}
      <ul class="plain">
        {shown.map(({ lane, state }) => (
          <LaneRow key={lane.lane} lane={lane} state={state} />
        ))}
      </ul>
      {lanes?.length === 0 ? (
        <p class="quiet">
          Nothing was ever released here. The first release of a service begins with{' '}
          <code>sluice release start SERVICE@ENVIRONMENT VERSION</code>.
        </p>
      ) : null}
    </main>
  );
}

function useLanes(): { lanes?: Lane[]; trouble?: string } {
  const [known, setKnown] = useState<{ lanes?: Lane[]; trouble?: string }>({});
  useEffect(() => {
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      try {
        setKnown({ lanes: await readLanes(stop.signal) });
      } catch (error) {
        if (stop.signal.aborted) return;
        const trouble = error instanceof Error ? error.message : String(error);
        setKnown((before) => ({ ...before, trouble }));
      }
    };
    void look();
    const timer = setInterval(() => void look(), INTERVAL);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, []);
  return known;
}

async function readLanes(signal: AbortSignal): Promise<Lane[]> {
  const lanes: Lane[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: LaneList = await ask<LaneList>(`v1/lanes?limit=500${more}`, signal);
    lanes.push(...page.lanes);
    cursor = page.next;
  } while (cursor !== undefined);
  return lanes;
}
