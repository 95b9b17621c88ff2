/** What is read before anything is done, and the reasons to refuse. A refused release has changed nothing. */
import { TemporalFailure } from '@temporalio/workflow';
import type { Survey } from '../activities/survey-answer.ts';
import type { BasisPoints, Step } from '../config/plan.ts';
import { quick } from './calls.ts';
import { rootCause } from './failures.ts';
import { describeHook, percent } from './labels.ts';
import { record, type Life } from './life.ts';
import type { ReleaseInput } from './messages.ts';

/** Steps that make sense where nothing serves yet: none of them compares, waits or goes back. */
const FIRST = new Set<Step['kind']>(['gate', 'run', 'deploy', 'smoke', 'cutover']);

/** Reads router and platform. Returns why the release is refused, or undefined to go on. */
export async function prepare(life: Life): Promise<string | undefined> {
  const { input } = life;
  const { lane, plan } = input;
  if (input.kind === 'recovery') {
    life.undo = ['instances', 'traffic'];
    life.stop = { cause: 'recovery', message: input.reason };
    tellOfRuns(life);
  }
  let survey: Survey;
  try {
    survey = await quick().survey({ lane, router: plan.router, platform: plan.platform });
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    return input.kind === 'recovery' ? undefined : `router or platform cannot be read: ${rootCause(error)}`;
  }
  life.propagation = survey.propagation;
  life.granularity = survey.granularity;
  life.observationLag = survey.observationLag;
  life.lateWrites = survey.lateWrites;
  life.last = { split: survey.split, act: 0 };
  if (input.kind === 'recovery') return undefined;
  const refused = refuse(input, survey);
  if (refused === undefined && input.stable === null) skipForFirst(life);
  return refused;
}

/** Why a release may not begin with the world as it was found; undefined when it may. Pure. */
function refuse(input: ReleaseInput, survey: Survey): string | undefined {
  const adopt = `sluice lane adopt ${input.plan.service}@${input.plan.environment} --slot SLOT --version VERSION`;
  if (survey.foreign) {
    return `${survey.router} is not managed by Sluice for ${input.lane}: it carries another mark or none`;
  }
  if (survey.stamp !== null && survey.stamp.release >= input.number) {
    return `${survey.router} was written by release ${survey.stamp.release}, but this is ${input.number}; run ${adopt}`;
  }
  const unheld = input.plan.steps.flatMap(weightsOf).find((weight) => weight % survey.granularity !== 0);
  if (unheld !== undefined) {
    return `${survey.router} cannot hold ${percent(unheld)}: its weights are steps of ${percent(survey.granularity)}`;
  }
  if (input.stable === null) return refuseFirst(survey, adopt);
  const { slot } = input.stable;
  if (survey.split === null || survey.split[slot] !== 10_000) {
    const found = survey.split === null ? 'nothing' : `${percent(survey.split[slot])}`;
    return `${survey.router} sends ${found} to ${slot}, where all traffic should be; put it right, or run ${adopt}`;
  }
  return undefined;
}

/** The weights that a step writes by the plan. */
function weightsOf(step: Step): BasisPoints[] {
  if (step.kind === 'ramp') return [step.from, step.to];
  return step.kind === 'shift' ? [step.to] : [];
}

function refuseFirst(survey: Survey, adopt: string): string | undefined {
  const { blue, green } = survey.ready;
  if (survey.split === null && blue.wanted + green.wanted === 0) return undefined;
  const what = survey.split === null ? 'instances run' : `${survey.router} sends traffic`;
  return `${what} that no release of Sluice stands for; if they serve, run ${adopt}, else end them`;
}

/** Nobody knows which steps of the lost release began, so its own undos are for a person to call. */
function tellOfRuns(life: Life): void {
  const undos = life.input.plan.steps.flatMap((step) =>
    step.kind === 'run' && step.undo ? [step.undo] : [],
  );
  if (undos.length === 0) return;
  const message = `what the lost release ran may have to be undone by hand: ${undos.map(describeHook).join('; ')}`;
  record(life, 'error', message, { page: true });
}

function skipForFirst(life: Life): void {
  for (const [index, step] of life.input.plan.steps.entries()) {
    const status = life.steps[index];
    if (FIRST.has(step.kind) || status === undefined) continue;
    status.state = 'skipped';
    status.note = 'nothing serves yet, so there is nothing to compare with or to go back to';
  }
  const message = 'first release of the lane: only deploy, smoke, cutover, gates and runs are done';
  record(life, 'step-skipped', message);
}
