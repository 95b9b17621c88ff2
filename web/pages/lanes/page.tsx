import { useMemo } from 'preact/hooks';
import { count } from '../../../cli/figures.ts';
import { Freshness } from '../../parts/freshness.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { changeQuery } from '../../routing/location.ts';
import type { PageProps } from '../index.ts';
import { FILTERS, inOrder, isMeant, passes, readAsked, type Asked, type ListedLane } from './lane-list.ts';
import { LaneRow } from './row.tsx';
import { useBoard } from './use-board.ts';

/** Every service and environment at a glance; what needs a person comes first. */
export function LanesPage({ query }: PageProps) {
  const { lanes, fresh, refused } = useBoard();
  const all = useMemo(() => inOrder(lanes?.values() ?? []), [lanes]);
  const asked = readAsked(query);
  const meant = all.filter((each) => isMeant(each, asked));
  const shown = meant.filter((each) => passes(each, asked.filter));
  const waiting = all.filter(({ state }) => state.needsPerson).length;
  useTitle(waiting === 0 ? 'Lanes' : `(${waiting}) Lanes`);
  return (
    <main class="lanes" aria-busy={lanes === undefined}>
      <div class="lanes-head">
        <h1 tabIndex={-1}>Lanes</h1>
        {refused === undefined ? <Freshness {...fresh} /> : <p role="alert">{refused}</p>}
      </div>
      {all.length === 0 ? null : <Narrow asked={asked} all={all} meant={meant} />}
      {lanes !== undefined && all.length === 0 ? <Nothing /> : null}
      {all.length > 0 && shown.length === 0 ? <p class="quiet">No lane is like that.</p> : null}
      {shown.length === 0 ? null : (
        <>
          <div class="lane lane-titles quiet" aria-hidden="true">
            <span>Lane</span>
            <span>State</span>
            <span>Live</span>
            <span>Release</span>
            <span>Why</span>
            <span>Last</span>
          </div>
          <ul class="plain">
            {shown.map((each) => (
              <LaneRow key={each.lane.lane} listed={each} />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}

/** What is shown of them. Everything that is chosen here stands in the address. */
function Narrow({ asked, all, meant }: { asked: Asked; all: ListedLane[]; meant: ListedLane[] }) {
  const environments = [...new Set(all.map(({ lane }) => lane.environment))].toSorted();
  return (
    <search class="narrow-by">
      <div class="chips" role="group" aria-label="Show">
        {FILTERS.map((filter) => (
          <button
            key={filter}
            type="button"
            aria-pressed={asked.filter === filter}
            onClick={() => changeQuery({ state: filter === 'all' ? '' : filter })}
          >
            {filter} <span class="quiet">{count(meant.filter((each) => passes(each, filter)).length)}</span>
          </button>
        ))}
      </div>
      {environments.length < 2 ? null : (
        <select
          aria-label="Environment"
          value={asked.environment}
          onChange={(event) => changeQuery({ environment: event.currentTarget.value })}
        >
          <option value="">every environment</option>
          {environments.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      )}
      <input
        type="search"
        aria-label="Search lanes"
        placeholder="Name, version, state"
        value={asked.search}
        onInput={(event) => changeQuery({ q: event.currentTarget.value })}
      />
    </search>
  );
}

function Nothing() {
  return (
    <p class="quiet">
      Nothing was ever released here, or nothing that you may see. The first release of a service begins with{' '}
      <code>sluice release start SERVICE@ENVIRONMENT VERSION</code>.
    </p>
  );
}
