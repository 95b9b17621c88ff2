import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import { STEP_MARKS } from '../../parts/step-marks.ts';
import { partName } from '../../routing/address.ts';
import { Mark } from '../../parts/mark.tsx';
import { unbroken } from '../../parts/unbroken.ts';
import { PartLink } from './linked-part.tsx';
import { stepTimes } from './step-times.ts';

type Step = ReleaseView['steps'][number];

/** What is done, runs and waits, with its times. */
export function Steps({ view, now }: { view: ReleaseView; now: number }) {
  return (
    <section class="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">Steps</h2>
      <ol class="plain">
        {view.steps.map((step, index) => (
          <li
            key={index}
            id={partName('step', index)}
            class={`step step-${step.state}`}
            aria-current={step.state === 'running' ? 'step' : undefined}
          >
            <span class={`step-mark tone-${STEP_MARKS[step.state].tone}`} aria-hidden="true">
              <Mark of={STEP_MARKS[step.state].sign} />
            </span>
            <span class="step-label">
              <PartLink id={view.id} part={partName('step', index)}>
                {step.label}
              </PartLink>
              <span class="unseen">, {STEP_MARKS[step.state].said}</span>
            </span>
            <Times step={step} now={now} />
            {notes(step, view, now).map((note) => (
              <span key={note} class="step-note quiet">
                {unbroken(note)}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How long it took; when it began and ended on pointing. */
function Times({ step, now }: { step: Step; now: number }) {
  const times = stepTimes(step, now);
  if (times === undefined) return null;
  return (
    <time class="step-time" dateTime={new Date(times.at).toISOString()} title={times.said}>
      {times.took}
    </time>
  );
}

function notes(step: Step, { deadline, hold }: ReleaseView, now: number): string[] {
  const left =
    step.state === 'running' && deadline !== undefined && hold === undefined
      ? [`at most ${span(deadline - now)} to go`]
      : [];
  return [
    ...left,
    ...(step.extended === undefined ? [] : [`extended by ${span(step.extended)}`]),
    ...(step.note === undefined ? [] : [step.note]),
  ];
}
