import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FreezeView } from '../../../api/wire/freeze.ts';
import { act } from '../../asking/ask.ts';
import { AskOnce } from '../../parts/ask-once.tsx';
import type { Surroundings } from './asking.tsx';
import { LENGTHS, readDraft, type FreezeDraft } from './freeze-draft.ts';
import { toFreeze } from './freeze-questions.ts';
import { momentIn } from './when.ts';

/** Asks which lanes are to be frozen, from when, and for how long. */
export function FreezeDialog({
  who,
  board,
  clock,
  before,
  onClose,
}: Surroundings & { before: ComponentChildren }) {
  const [draft, setDraft] = useState<FreezeDraft>({
    lanes: '',
    owner: '',
    start: '',
    length: LENGTHS[1]?.length ?? '',
    end: '',
  });
  const { zone, now } = clock;
  const read = readDraft(draft, { now, utc: zone === 'UTC' });
  const field = (name: keyof FreezeDraft) => ({
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      const { value } = currentTarget;
      setDraft((known) => ({ ...known, [name]: value }));
    },
  });
  return (
    <AskOnce
      question={toFreeze(read, who, board, clock)}
      fields={
        <>
          <label class="field">
            Lanes, as SERVICE@ENVIRONMENT, where each may be *
            <input list="lanes-known" placeholder="*@production" autoComplete="off" {...field('lanes')} />
          </label>
          <div class="fields">
            <label class="field">
              For
              <select {...field('length')}>
                {LENGTHS.map(({ length, words }) => (
                  <option key={length} value={length}>
                    {words}
                  </option>
                ))}
                <option value="">until …</option>
              </select>
            </label>
            {draft.length === '' ? (
              <label class="field">
                Until ({zone})
                <input type="datetime-local" {...field('end')} />
              </label>
            ) : null}
            <label class="field">
              From ({zone}; empty: now)
              <input type="datetime-local" {...field('start')} />
            </label>
            <label class="field">
              Owner (empty: you)
              <input autoComplete="off" maxLength={200} {...field('owner')} />
            </label>
          </div>
        </>
      }
      before={before}
      send={async (reason, headers) => {
        if ('lacks' in read) throw new Error(read.lacks);
        const { id, lanes, end } = await act<FreezeView>('v1/freezes', { ...read.body, reason }, headers);
        return `${id} freezes ${lanes.join(', ')} until ${momentIn(end, zone, now)}.`;
      }}
      onClose={onClose}
    />
  );
}
