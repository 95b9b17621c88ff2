/** The steps of two releases side by side, with how long each took. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import { STEP_MARKS } from '../../parts/step-marks.ts';
import { align } from './align.ts';
import type { Cell, Row } from './row.ts';

type Step = ReleaseView['steps'][number];

/** A row for each step of either; `now` is for one that still runs. */
export function stepRows(a: ReleaseView, b: ReleaseView, now: number): Row[] {
  const longest = Math.max(...[...a.steps, ...b.steps].map((step) => tookOf(step, now) ?? 0), 1);
  return align(a.steps, b.steps, likeness).map(([one, other]) => {
    const alike = one?.label === other?.label || one === undefined || other === undefined;
    return {
      what: alike ? (one?.label ?? other?.label ?? '') : one.kind,
      sides: [cellOf(one, alike, longest, now), cellOf(other, alike, longest, now)],
    };
  });
}

function likeness(one: Step, other: Step): number {
  if (one.kind !== other.kind) return 0;
  return one.label === other.label ? 2 : 1;
}

function cellOf(step: Step | undefined, alike: boolean, longest: number, now: number): Cell | undefined {
  if (step === undefined) return undefined;
  const took = tookOf(step, now);
  const said = [
    ...(alike ? [] : [step.label]),
    ...(step.extended === undefined ? [] : [`extended by ${span(step.extended)}`]),
    ...(step.note === undefined ? [] : [step.note]),
  ].join('; ');
  return {
    text: took === undefined ? STEP_MARKS[step.state].said : span(took),
    step: step.state,
    ...(said === '' ? {} : { note: said }),
    ...(took === undefined ? {} : { bar: { part: took / longest, tone: 'quiet' } }),
  };
}

function tookOf({ state, startedAt, finishedAt }: Step, now: number): number | undefined {
  return startedAt === undefined || state === 'waiting' ? undefined : (finishedAt ?? now) - startedAt;
}
