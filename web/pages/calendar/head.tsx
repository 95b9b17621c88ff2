import { EVERY_LANE, maySomewhere } from '../../../api/auth/principal.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { Freshness } from '../../parts/freshness.tsx';
import { changeQuery } from '../../routing/location.ts';
import { accessTo } from './access.ts';
import { KINDS, type Asked } from './asked.ts';
import type { Asking } from './asking-now.ts';
import { OWN_ZONE, type Clock } from './clock.ts';
import { zoneInWords } from './when.ts';

const NO_FREEZES = 'It takes the role operator in the lanes.';

/** The name of the page, in which zone its times are, and what can be done for many lanes at once. */
export function Head({
  fresh,
  who,
  clock: { zone, now },
  stopped,
  ask,
}: {
  fresh: Fresh;
  who: Whoami;
  clock: Clock;
  stopped: boolean;
  ask: (asking: Asking) => void;
}) {
  const freezes = maySomewhere(who, 'operator') || who.grants.some(({ breakGlass }) => breakGlass === true);
  const { refused } = accessTo(who, 'operator', [EVERY_LANE]);
  return (
    <header class="calendar-head">
      <h1 tabIndex={-1}>Calendar</h1>
      <Freshness {...fresh} />
      <p class="quiet">
        Times in {zoneInWords(zone, now)}{' '}
        {OWN_ZONE === 'UTC' ? null : (
          <button
            type="button"
            class="as-link"
            onClick={() => changeQuery({ zone: zone === 'UTC' ? '' : 'utc' })}
          >
            {zone === 'UTC' ? 'show mine' : 'show UTC'}
          </button>
        )}
      </p>
      <div class="acts">
        <button
          type="button"
          disabled={!freezes}
          title={freezes ? undefined : NO_FREEZES}
          onClick={() => ask({ what: 'freeze' })}
        >
          Freeze lanes
        </button>
        {stopped ? null : (
          <button
            type="button"
            class="undoes"
            disabled={refused !== undefined}
            title={refused}
            onClick={() => ask({ what: 'stop' })}
          >
            Stop everything
          </button>
        )}
      </div>
      {freezes ? null : <p class="quiet calendar-why">Freeze lanes: {NO_FREEZES}</p>}
      {stopped || refused === undefined ? null : <p class="quiet calendar-why">Stop everything: {refused}</p>}
    </header>
  );
}

/** What is shown of it. Everything that is chosen here stands in the address. */
export function Narrow({ asked, lanes }: { asked: Asked; lanes: readonly string[] }) {
  return (
    <search class="narrow-by">
      <div class="chips" role="group" aria-label="Show">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={asked.kind === kind}
            onClick={() => changeQuery({ kind: kind === 'all' ? '' : kind })}
          >
            {kind}
          </button>
        ))}
      </div>
      <input
        type="search"
        aria-label="Lane"
        placeholder="Lane, such as shop@production"
        list="lanes-known"
        value={asked.lane}
        onInput={(event) => changeQuery({ lane: event.currentTarget.value })}
      />
      <datalist id="lanes-known">
        {lanes.map((lane) => (
          <option key={lane} value={lane} />
        ))}
      </datalist>
    </search>
  );
}
