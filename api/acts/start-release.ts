import type { z } from 'zod';
import { submit } from '../../workflows/lane-messages.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan, findToldPlan } from '../find-plan.ts';
import { refuseFrozen, withFreeze } from '../freezes/at-start.ts';
import { standingOf } from '../freezes/list.ts';
import { askLane } from '../lane-update.ts';
import { toSubmitted, type SubmittedReply } from '../submitted.ts';
import type { submitBody } from '../wire/submit.ts';
import { allowedToRaise } from './allowed.ts';

/**
 * Asks a lane for a release of a version, as an operator of the lane. Throws what is wrong with who asks or with the
 * service files, what the lane refuses, and `worker_unavailable` after 5 s.
 */
export async function startRelease(
  context: ApiContext,
  caller: Caller,
  { service, environment, overrideFreeze, ...said }: z.output<typeof submitBody>,
): Promise<SubmittedReply> {
  const lane = `${service}.${environment}`;
  const role = overrideFreeze ? 'admin' : 'operator';
  const act = await allowedToRaise(context, caller, role, lane, said.reason);
  const urgent = said.kind === 'hotfix';
  if (urgent && said.reason.trim() === '') {
    throw new ApiError('reason_required', 'a hotfix skips every comparison; say why');
  }
  if (overrideFreeze && said.reason.trim() === '') {
    throw new ApiError('reason_required', 'what a freeze is overridden for has to be said');
  }
  const plan = urgent
    ? await findPlan(context, caller.principal, service, environment, 'fast')
    : await findToldPlan(context, caller.principal, service, environment);
  const frozen = overrideFreeze ? null : standingOf(lane, await context.freezes.known(), Date.now());
  refuseFrozen(plan, frozen);
  const override = overrideFreeze ? ({ overrideFreeze: true } as const) : {};
  const answer = await askLane(context, lane, submit, { ...said, ...act, ...override, plan });
  return withFreeze(toSubmitted(answer), frozen);
}
