import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import type { Step } from '../../config/plan.ts';
import { rootCause } from '../failures.ts';
import { hold } from '../hold.ts';
import { record, type Life } from '../life.ts';
import { publish } from '../publish.ts';
import { keepWatching } from '../watching.ts';
import { approve } from './approve.ts';
import { bake } from './bake.ts';
import { cutover } from './cutover.ts';
import { deploy } from './deploy.ts';
import { keep } from './keep.ts';
import { retire } from './retire.ts';
import { shift } from './shift.ts';
import { smoke } from './smoke.ts';

/** Plays one step to its end. An error is not a verdict: it is held, and `retry` plays the step again. */
export async function runStep(life: Life, index: number, step: Step): Promise<void> {
  const status = life.steps[index];
  if (status === undefined || status.state === 'skipped') return;
  life.step = index;
  life.turn += 1;
  life.promotion = null;
  status.state = 'running';
  status.startedAt = Date.now();
  life.sentence = status.label;
  record(life, 'step-started', status.label);
  publish(life);
  try {
    status.note = await attempt(life, step);
    status.state = 'done';
    record(life, 'step-finished', `${status.label}: ${status.note}`);
  } catch (error) {
    status.state = 'failed';
    throw error;
  } finally {
    status.finishedAt = Date.now();
  }
}

async function attempt(life: Life, step: Step): Promise<string> {
  for (;;) {
    try {
      return await play(life, step);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
      const message = `${step.kind} did not work: ${rootCause(error)}`;
      record(life, 'error', message);
      await keepWatching(life);
      await hold(life, { reason: 'error', message, promotable: false, retryable: true });
    }
  }
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
    case 'approve':
      return approve(life, step);
    case 'cutover':
      return cutover(life, step);
    case 'keep':
      return keep(life, step);
    case 'retire':
      return retire(life);
  }
}
