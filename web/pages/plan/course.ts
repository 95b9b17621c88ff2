/** How the weight goes over time with a good version. Pure. */
import type { PlayedRamp } from '../../../analysis/forecast/play-ramp.ts';
import type { WeightForecast } from '../../../analysis/forecast/forecast.ts';
import { roughly, share } from '../../../cli/figures.ts';
import type { PlanForecast } from '../../../cli/plan/forecast.ts';
import type { Plan, Step } from '../../../config/plan.ts';

/** A weight for as long as it stands. Times are in seconds since the first weight; waiting for people is not counted. */
export interface Stretch {
  /** The candidate's share, 0 to 1. */
  share: number;
  from: number;
  to: number;
  /** A person is asked before it goes on, or it goes back since it is not known. */
  end: 'goes on' | 'asks' | 'reverts';
  /** What happens at it, in words. */
  said: string;
}

type Part = Omit<Stretch, 'from' | 'to'> & { seconds: number };

/**
 * The stretches of a release whose version is as good as what is live, up to the cutover, which has no length, or
 * up to where it reverts.
 */
export function courseOf({ steps }: Pick<Plan, 'steps'>, { weights, ramps }: PlanForecast): Stretch[] {
  const cutover = steps.findIndex(({ kind }) => kind === 'cutover');
  const last = cutover < 0 ? steps.length : cutover;
  const stages = [...weights, ...ramps].toSorted((a, b) => a.step - b.step);
  const parts = stages.flatMap((stage, i): Part[] => {
    const between = steps.slice(stage.step + 1, stages[i + 1]?.step ?? last);
    const own = 'good' in stage ? rampParts(stage.good, steps[stage.step]) : [weightPart(stage, steps)];
    return own.map((part, n) => (n === own.length - 1 ? withOthers(part, between) : part));
  });
  if (parts.length > 0 && cutover >= 0) parts.push({ share: 1, seconds: 0, end: 'goes on', said: 'cutover' });
  const course: Stretch[] = [];
  for (const { seconds, ...part } of parts) {
    const before = course.at(-1);
    if (before?.end === 'reverts') break;
    const from = before?.to ?? 0;
    course.push({ ...part, from, to: from + seconds });
  }
  return course;
}

/** How a good version gets through, in a sentence. */
export function courseSentence(course: readonly Stretch[]): string {
  const end = course.at(-1);
  if (end === undefined) return 'Nothing is compared: the plan has no weight between 0 and 100 %.';
  if (end.end === 'reverts')
    return `A version as good as what is live is not known to be so at ${share(end.share)}, and reverts after about ${roughly(end.to)}.`;
  const asked = course.filter((each) => each.end === 'asks').length;
  const people =
    ['nobody has to be asked', 'a person is asked once'][asked] ?? `people are asked ${asked} times`;
  return `A version as good as what is live is at ${share(end.share)} after about ${roughly(end.from)}; ${people}.`;
}

function weightPart({ share: part, bakes }: WeightForecast, steps: readonly Step[]): Part {
  const told = bakes.map(({ until, undecided, step }): Pick<Part, 'end' | 'said'> => {
    if (until === 'elapsed') return { end: 'goes on', said: 'baked for a time, no safety claimed' };
    if (undecided === undefined) return { end: 'goes on', said: 'proven safe' };
    const { metric, seconds } = undecided;
    const needs =
      seconds === undefined
        ? `no time proves ${metric} safe`
        : `${metric} needs about ${roughly(seconds)} to be proven safe`;
    const { end, said } = unanswered(steps[step]);
    return { end, said: `not known in time, ${needs}: ${said}` };
  });
  return {
    share: part,
    seconds: bakes.reduce((sum, { seconds }) => sum + seconds, 0),
    end:
      told.find(({ end }) => end === 'reverts')?.end ??
      told.find(({ end }) => end === 'asks')?.end ??
      'goes on',
    said: told.map(({ said }) => said).join('; '),
  };
}

function rampParts({ weights, seconds, end }: PlayedRamp, step: Step | undefined): Part[] {
  return weights.map((weight, i) => {
    const next = weights[i + 1];
    const part = { share: weight.share, seconds: (next?.seconds ?? seconds) - weight.seconds };
    if (next !== undefined) return { ...part, end: 'goes on', said: 'ramp' };
    if (end === 'done') return { ...part, end: 'goes on', said: 'ramp, within its safe margin' };
    const answer = unanswered(step);
    return { ...part, end: answer.end, said: `ramp, not known in time: ${answer.said}` };
  });
}

const OTHERS: Partial<Record<Step['kind'], string>> = {
  approve: 'people approve',
  gate: 'a gate is asked',
  run: 'a command runs',
  smoke: 'smoke checks',
};

/** Steps of which it is not known before how long they take. */
function withOthers(part: Part, between: readonly Step[]): Part {
  const others = between.flatMap(({ kind }) => OTHERS[kind] ?? []);
  const approved = between.some(({ kind }) => kind === 'approve');
  return {
    ...part,
    end: part.end === 'goes on' && approved ? 'asks' : part.end,
    said: [part.said, ...others].filter((each) => each !== '').join('; '),
  };
}

/** What becomes of a bake or a ramp without an answer. */
function unanswered(step: Step | undefined): Pick<Part, 'end' | 'said'> {
  switch (step?.kind === 'bake' || step?.kind === 'ramp' ? step.onInconclusive : 'hold') {
    case 'hold':
      return { end: 'asks', said: 'a person is asked' };
    case 'revert':
      return { end: 'reverts', said: 'it reverts' };
    case 'advance':
      return { end: 'goes on', said: 'it goes on by policy' };
  }
}
