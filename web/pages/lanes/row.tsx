import { weight } from '../../../cli/figures.ts';
import { State } from '../../parts/state.tsx';
import type { Lane, LaneState } from './lane-state.ts';

/** One lane: what is live, what is under way, and why it stands as it does. */
export function LaneRow({ lane, state }: { lane: Lane; state: LaneState }) {
  const { service, environment, live, running } = lane;
  return (
    <li class="lane">
      <span class="lane-name">
        <strong>{service}</strong>
        <span class="quiet">@{environment}</span>
      </span>
      <State tone={state.tone} word={state.word} />
      <span class="lane-live mono">{live?.version ?? '–'}</span>
      <span class="lane-release">
        {running === null ? null : (
          <>
            <span class="mono">{running.version}</span> <span class="quiet">{stepOf(running)}</span>{' '}
            {running.weight === undefined ? null : <span>{weight(running.weight)}</span>}
          </>
        )}
      </span>
      <span class="lane-sentence">{state.sentence}</span>
    </li>
  );
}

function stepOf({ step, steps, label }: NonNullable<Lane['running']>): string {
  if (step === undefined || steps === undefined) return label ?? '';
  return `${step + 1}/${steps} ${label ?? ''}`;
}
