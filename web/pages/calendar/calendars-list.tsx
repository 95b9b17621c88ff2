import type { FreezeList } from '../../../api/wire/freeze.ts';
import { State } from '../../parts/state.tsx';
import type { Clock } from './clock.ts';
import { MomentIn } from './moment-in.tsx';

/** The calendars that freezes come from, and whether they can be read. */
export function CalendarsList({ calendars, clock }: { calendars: FreezeList['calendars']; clock: Clock }) {
  if (calendars.length === 0) return null;
  return (
    <section aria-labelledby="calendars-title">
      <h2 id="calendars-title">Calendars</h2>
      <ul class="plain">
        {calendars.map(({ name, lanes, readAt, failed }) => (
          <li key={name} class="source">
            <strong>{name}</strong> {lanes.join(', ')}{' '}
            <span class="quiet">
              {readAt === null ? 'never read' : 'read '}
              {readAt === null ? null : <MomentIn at={readAt} {...clock} />}
            </span>
            {failed === undefined ? null : (
              <p class="tone-bad">
                <State tone="bad" word="cannot be read" />: {failed}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
