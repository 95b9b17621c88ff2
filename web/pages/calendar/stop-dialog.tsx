import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { StopView } from '../../../api/wire/freeze.ts';
import { act } from '../../asking/ask.ts';
import { AskOnce } from '../../parts/ask-once.tsx';
import type { Surroundings } from './asking.tsx';
import { toStop } from './freeze-questions.ts';

const CHOICES = { hold: 'stand still', abort: 'are undone' } as const;

/** Asks what becomes of the releases that are under way when everything is stopped. */
export function StopDialog({ who, board, before, onClose }: Surroundings & { before: ComponentChildren }) {
  const [running, setRunning] = useState<keyof typeof CHOICES>('hold');
  return (
    <AskOnce
      question={toStop(running, who, board)}
      fields={
        <fieldset class="choice">
          <legend>Releases that are under way</legend>
          {(['hold', 'abort'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="running"
                checked={running === each}
                onChange={() => setRunning(each)}
              />
              {CHOICES[each]}
            </label>
          ))}
        </fieldset>
      }
      before={before}
      send={async (reason, headers) => {
        const { aborted, notAborted } = await act<StopView>('v1/stop', { reason, running }, headers);
        const undone = running === 'hold' ? '' : ` Asked to undo: ${aborted.join(', ') || 'none'}.`;
        const not = notAborted.length === 0 ? '' : ` Could not be asked: ${notAborted.join('; ')}.`;
        return `Everything is stopped.${undone}${not}`;
      }}
      onClose={onClose}
    />
  );
}
