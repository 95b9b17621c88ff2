import type { Step } from '../../config/plan.ts';
import { whoMay } from '../approvals.ts';
import { record, type Life } from '../life.ts';
import { approve } from './approve.ts';
import { attempt } from './attempt.ts';
import { bake } from './bake.ts';
import { cutover } from './cutover.ts';
import { deploy } from './deploy.ts';
import { gate } from './gate.ts';
import { keep } from './keep.ts';
import { ramp } from './ramp.ts';
import { retire } from './retire.ts';
import { run } from './run.ts';
import { shift } from './shift.ts';
import { smoke } from './smoke.ts';

/** Plays one step to its end. */
export async function runStep(life: Life, index: number, step: Step): Promise<void> {
  const status = life.steps[index];
  if (status === undefined || status.state === 'skipped') return;
  life.step = index;
  life.turn += 1;
  life.promotion = null;
  life.calls = 0;
  status.state = 'running';
  status.startedAt = Date.now();
  life.sentence = status.label;
  record(life, 'step-started', whatBegins(life, step, status.label));
  try {
    status.note = await attempt(life, nameOf(step, status.label), async () => play(life, step));
    status.state = 'done';
    record(life, 'step-finished', `${status.label}: ${status.note}`);
  } catch (error) {
    status.state = 'failed';
    throw error;
  } finally {
    status.finishedAt = Date.now();
  }
}

/** An approval says whom it asks, since that is who has to be found. */
function whatBegins(life: Life, step: Step, label: string): string {
  return step.kind === 'approve' ? `${label}: ${whoMay(step, life.input)}` : label;
}

/** Of the user's own steps there may be many, so each is named by what it calls. */
function nameOf({ kind }: Step, label: string): string {
  return kind === 'run' || kind === 'gate' ? label : kind;
}

function play(life: Life, step: Step): Promise<string> {
  switch (step.kind) {
    case 'deploy':
      return deploy(life, step);
    case 'smoke':
      return smoke(life, step);
    case 'shift':
      return shift(life, step);
    case 'bake':
      return bake(life, step);
    case 'ramp':
      return ramp(life, step);
    case 'approve':
      return approve(life, step);
    case 'cutover':
      return cutover(life, step);
    case 'keep':
      return keep(life, step);
    case 'retire':
      return retire(life);
    case 'run':
      return run(life, step);
    case 'gate':
      return gate(life, step);
  }
}
