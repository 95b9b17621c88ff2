import { count } from '../../../cli/figures.ts';
import { State } from '../../parts/state.tsx';
import { releaseAddress } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import type { Freezing } from './entries.ts';
import type { Clock } from './clock.ts';
import { MomentIn } from './moment-in.tsx';
import { closesAt, type LaneWindow } from './windows.ts';

/** Lanes that are listed; the others are counted. */
const SHOWN = 40;

/** When each lane may be released into next, and until when. */
export function WindowsList({
  windows,
  stopped,
  freezings,
  clock,
}: {
  windows: readonly LaneWindow[];
  /** Everything is: of each lane there is the same to say, so that only those are shown in which a release waits. */
  stopped: boolean;
  freezings: readonly Freezing[];
  clock: Clock;
}) {
  const shown = stopped ? windows.filter(({ waits }) => waits !== undefined) : windows;
  const frozen = windows.filter(({ word }) => word === 'frozen').length;
  return (
    <section aria-labelledby="windows-title">
      <h2 id="windows-title">
        Next allowed{' '}
        <span class="quiet">
          {count(windows.length - frozen)} open, {count(frozen)} frozen
        </span>
      </h2>
      {windows.length === 0 ? <p class="quiet">No lane of the service files is like that.</p> : null}
      {stopped ? <p>Not known: everything is stopped.</p> : null}
      <ul class="plain">
        {shown.slice(0, SHOWN).map((window) => (
          <WindowItem key={window.lane} {...{ window, freezings, clock }} />
        ))}
      </ul>
      {shown.length > SHOWN ? (
        <p class="quiet">And {count(shown.length - SHOWN)} more: narrow by lane.</p>
      ) : null}
    </section>
  );
}

function WindowItem({
  window: { lane, word, tone, next, why, waits },
  freezings,
  clock,
}: {
  window: LaneWindow;
  freezings: readonly Freezing[];
  clock: Clock;
}) {
  const from = word === 'open' ? clock.now : next;
  const closes = from === undefined ? undefined : closesAt(lane, from, freezings);
  return (
    <li class="window">
      <span class="window-lane">{lane}</span>
      <State tone={tone} word={word} />
      <span class="window-next">
        {word === 'open' ? 'now' : next === undefined ? 'not known' : <MomentIn at={next} {...clock} />}
        {closes === undefined ? null : (
          <>
            {' '}
            until <MomentIn at={closes} {...clock} />
          </>
        )}
      </span>
      {why === '' ? null : (
        <span class="window-why quiet">
          {why}
          {waits === undefined ? null : (
            <>
              . <a href={`${BASE}${releaseAddress(waits.id)}`}>{waits.version}</a> stands still for it.
            </>
          )}
        </span>
      )}
    </li>
  );
}
