import type { z } from 'zod';
import { adopt } from '../../workflows/lane-messages.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import type { adoptBody, Adopted } from '../wire/lane.ts';
import { allowed } from './allowed.ts';

/** Takes over what serves in a lane, `SERVICE.ENVIRONMENT`, or ends its block, as an admin of it. */
export async function adoptLane(
  context: ApiContext,
  caller: Caller,
  lane: string,
  body: z.output<typeof adoptBody>,
): Promise<Adopted> {
  const act = allowed(caller, 'admin', lane, body.reason);
  const { service, environment } = laneParts(lane);
  const plan = await findPlan(context, caller.principal, service, environment);
  const answer = await askLane(context, lane, adopt, { ...body, ...act, plan });
  if (answer.state === 'refused') throw new ApiError(answer.code, answer.message);
  return { lane, state: 'adopted' };
}
