import { Mark } from '../../parts/mark.tsx';
import { memo } from '../../parts/memo.ts';
import type { BoardLane } from '../../../api/wire/board.ts';
import { weight } from '../../../cli/figures.ts';
import { State } from '../../parts/state.tsx';
import { compareAddress, planAddress, releaseAddress } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import type { ListedLane } from './lane-list.ts';

/** One lane: what is live, what is under way, why it stands as it does, and how the last releases ended. */
export const LaneRow = memo(
  function Row({ listed: { lane, state } }: { listed: ListedLane }) {
    const { service, environment, live, running, past } = lane;
    const id = running?.id ?? past[0]?.id;
    const name = (
      <>
        <strong>{service}</strong>
        <wbr />
        <span class="quiet">@{environment}</span>
      </>
    );
    return (
      <li class={`lane${state.needsPerson ? ' lane-asks' : ''}`}>
        <span class="lane-name">
          {id === undefined ? name : <a href={`${BASE}${releaseAddress(id)}`}>{name}</a>}
        </span>
        <State tone={state.tone} word={state.word} />
        <span class="lane-live mono">{live?.version ?? '–'}</span>
        <span class="lane-release">{running === null ? null : <Running running={running} />}</span>
        <span class="lane-sentence" title={state.sentence}>
          {state.sentence}
        </span>
        <Past lane={lane} />
      </li>
    );
  },
  ({ listed: before }, { listed: after }) => before.lane === after.lane,
);

function Running({ running }: { running: NonNullable<BoardLane['running']> }) {
  const { version, step, steps, label, weight: points } = running;
  return (
    <>
      <span class="lane-weight">
        <span class="mono">{version}</span>
        {points === undefined ? null : (
          <>
            <span class="lane-track" aria-hidden="true">
              <span style={{ width: `${points / 100}%` }} />
            </span>
            {weight(points)}
          </>
        )}
      </span>
      <span class="lane-step quiet" title={label}>
        {step === undefined || steps === undefined ? '' : `${step + 1}/${steps} `}
        {label}
      </span>
    </>
  );
}

const MARKS = { completed: ['check', 'good'], left: ['alert', 'ask'] } as const;

/** How the last releases ended, the newest first; each leads to its page. Behind them: the last two compared, and the plan. */
function Past({ lane }: { lane: BoardLane }) {
  const { past, service, environment } = lane;
  const [last, before] = past;
  return (
    <span class="lane-past">
      {past.map(({ id, version, outcome }) => {
        const [mark, tone] =
          outcome === 'completed' || outcome === 'left' ? MARKS[outcome] : (['cross', 'bad'] as const);
        const said = `${version} ${outcome}`;
        return (
          <a
            key={id}
            class={`outcome tone-${tone}`}
            href={`${BASE}${releaseAddress(id)}`}
            title={said}
            aria-label={said}
          >
            <Mark of={mark} />
          </a>
        );
      })}
      <span class="lane-also">
        {last === undefined || before === undefined ? null : (
          <a
            href={`${BASE}${compareAddress(before.id, last.id)}`}
            title={`${before.version} and ${last.version} side by side`}
            aria-label={`compare the last two of ${service} in ${environment}`}
          >
            compare
          </a>
        )}
        <a href={`${BASE}${planAddress(lane)}`} aria-label={`plan of ${service} in ${environment}`}>
          plan
        </a>
      </span>
    </span>
  );
}
