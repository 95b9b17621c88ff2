import { EVERY_LANE } from '../../../api/auth/principal.ts';
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { accessTo } from './access.ts';
import type { Asking } from './asking-now.ts';
import type { Clock } from './clock.ts';
import { MomentIn } from './moment-in.tsx';

/** That everything is stopped, by whom and why, and the way out. */
export function StopLine({
  stop,
  who,
  clock,
  ask,
}: {
  stop: NonNullable<FreezeList['stop']>;
  who: Whoami;
  clock: Clock;
  ask: (asking: Asking) => void;
}) {
  const { refused } = accessTo(who, 'admin', [EVERY_LANE]);
  return (
    <section class="decision ground-bad" aria-label="The stop">
      <p class="decision-sentence">
        Everything is stopped since <MomentIn at={stop.since} {...clock} /> by {stop.actor}
        {stop.reason === '' ? '.' : `: ${stop.reason}`}
      </p>
      <p>No release raises traffic in any lane. Moves down, undo and abort work as ever.</p>
      <div class="acts">
        <button
          type="button"
          class="primary"
          disabled={refused !== undefined}
          title={refused}
          onClick={() => ask({ what: 'go-on' })}
        >
          Let everything go on
        </button>
        {refused === undefined ? null : <span class="quiet ask-lacks">{refused}</span>}
      </div>
    </section>
  );
}
