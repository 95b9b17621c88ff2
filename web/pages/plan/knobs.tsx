import { useId, useState } from 'preact/hooks';
import { count } from '../../../cli/figures.ts';
import type { Plan } from '../../../config/plan.ts';
import { readNumber, writtenBudget, type Knob } from './assumptions.ts';
import { lastPosition, positionOf, valueAt } from './scale.ts';

/** The sliders: what is assumed of the live version, and what a release may cost. */
export function Knobs({
  knobs,
  plan,
  onChange,
}: {
  knobs: readonly Knob[];
  plan: Plan;
  onChange: (changes: Record<string, string>) => void;
}) {
  return (
    <form class="knobs" onSubmit={(event) => event.preventDefault()} aria-label="What is assumed">
      {knobs.map((knob) => (
        <KnobField
          key={knob.key}
          knob={knob}
          note={knob.key === 'budget' ? budgetNote(plan) : undefined}
          onChange={(value) => onChange({ [knob.key]: value === knob.usual ? '' : String(value) })}
        />
      ))}
    </form>
  );
}

function KnobField({
  knob,
  note,
  onChange,
}: {
  knob: Knob;
  note: string | undefined;
  onChange: (value: number) => void;
}) {
  const id = useId();
  // What is being written stays as it is written, also where it is no number yet.
  const [text, setText] = useState<string>();
  const { label, unit, value, scale } = knob;
  const refused = text !== undefined && readNumber(text, knob) === undefined;
  return (
    <div class="knob">
      <label for={id}>{label}</label>
      <span class="knob-value">
        <input
          inputMode="decimal"
          aria-label={`${label}, ${unit}`}
          aria-invalid={refused}
          aria-describedby={refused || note !== undefined ? `${id}-note` : undefined}
          value={text ?? String(value)}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            const read = readNumber(currentTarget.value, knob);
            if (read !== undefined) onChange(read);
          }}
          onBlur={() => setText(undefined)}
        />{' '}
        {unit}
      </span>
      <input
        id={id}
        type="range"
        min={0}
        max={lastPosition(scale)}
        step={1}
        value={positionOf(value, scale)}
        aria-valuetext={`${String(value)} ${unit}`}
        onInput={({ currentTarget }) => onChange(valueAt(currentTarget.valueAsNumber, scale))}
      />
      {refused || note !== undefined ? (
        <span class={`knob-note ${refused ? 'refusal' : 'quiet'}`} id={`${id}-note`}>
          {refused
            ? `A number from ${count(knob.least)} to ${count(knob.most)}, such as ${knob.usual}.`
            : note}
        </span>
      ) : null}
    </div>
  );
}

function budgetNote(plan: Plan): string {
  const budget = writtenBudget(plan);
  return budget === undefined
    ? 'The plan has no ramp: compared with alone.'
    : `Its ramp is written with ${count(budget)}.`;
}
