import type { z } from 'zod';
import { submit } from '../../workflows/lane-messages.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
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
  { service, environment, ...said }: z.output<typeof submitBody>,
): Promise<SubmittedReply> {
  const lane = `${service}.${environment}`;
  const act = await allowedToRaise(context, caller, 'operator', lane, said.reason);
  const urgent = said.kind === 'hotfix';
  if (urgent && said.reason.trim() === '') {
    throw new ApiError('reason_required', 'a hotfix skips every comparison; say why');
  }
  const plan = await findPlan(context, service, environment, urgent ? 'fast' : 'careful');
  return toSubmitted(await askLane(context, lane, submit, { ...said, ...act, plan }));
}
