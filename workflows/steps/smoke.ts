import type { Step } from '../../config/plan.ts';
import { deploys } from '../calls.ts';
import { revertNow, type Life } from '../life.ts';

/** Checks the candidate before it has any traffic. A check that never passes undoes the release. */
export async function smoke(life: Life, step: Extract<Step, { kind: 'smoke' }>): Promise<string> {
  const { candidate, plan, lane } = life.input;
  const answer = await deploys(step.deadline).smoke({
    place: { lane, router: plan.router, platform: plan.platform },
    slot: candidate.slot,
    version: candidate.version,
    checks: step.checks,
    deadline: step.deadline,
  });
  if (answer.failed !== undefined) {
    revertNow(life, { cause: 'verdict', message: `smoke test failed: ${answer.failed}` });
  }
  return `${answer.checks.length} ${answer.checks.length === 1 ? 'check' : 'checks'} passed`;
}
