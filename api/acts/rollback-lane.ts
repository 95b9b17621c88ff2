import type { z } from 'zod';
import { rollback } from '../../workflows/lane-messages.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { toSubmitted, type SubmittedReply } from '../submitted.ts';
import type { rollbackBody } from '../wire/submit.ts';
import { allowedToRaise } from './allowed.ts';

/** Brings a lane, `SERVICE.ENVIRONMENT`, back to a version that was known good. Throws as `startRelease` does. */
export async function rollbackLane(
  context: ApiContext,
  caller: Caller,
  lane: string,
  body: z.output<typeof rollbackBody>,
): Promise<SubmittedReply> {
  const act = await allowedToRaise(context, caller, 'operator', lane, body.reason);
  if (body.reason.trim() === '') {
    throw new ApiError('reason_required', 'a rollback skips every comparison; say why');
  }
  const { service, environment } = laneParts(lane);
  const plan = await findPlan(context, caller.principal, service, environment, 'fast');
  return toSubmitted(await askLane(context, lane, rollback, { ...body, ...act, plan }));
}
