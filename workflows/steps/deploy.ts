import type { Step } from '../../config/plan.ts';
import { deploys } from '../calls.ts';
import { failureCode } from '../failures.ts';
import { revertNow, type Life } from '../life.ts';
import { TemporalFailure } from '@temporalio/workflow';
import { rootCause } from '../failures.ts';

/** Brings the version up in the idle slot and waits until every instance is ready. */
export async function deploy(life: Life, step: Extract<Step, { kind: 'deploy' }>): Promise<string> {
  const { candidate, plan, lane, id } = life.input;
  if (!life.undo.includes('instances')) life.undo.push('instances');
  try {
    const { endpoints } = await deploys(step.deadline).deploy({
      place: { lane, router: plan.router, platform: plan.platform },
      release: id,
      version: candidate.version,
      slot: candidate.slot,
      deadline: step.deadline,
    });
    return `${endpoints.length} ready in ${candidate.slot}`;
  } catch (error) {
    if (failureCode(error) !== 'not_ready' || !(error instanceof TemporalFailure)) throw error;
    return revertNow(life, { cause: 'deadline', message: rootCause(error) });
  }
}
