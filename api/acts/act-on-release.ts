import type { UpdateDefinition } from '@temporalio/common';
import type { z } from 'zod';
import type { Role } from '../../config/grants.ts';
import {
  approve,
  extend,
  leave,
  overrideFreeze,
  pause,
  promote,
  resume,
  retry,
} from '../../workflows/messages.ts';
import type { GuardedAct, ReleaseStatus } from '../../workflows/messages.ts';
import { may } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { askRelease } from '../release-update.ts';
import { laneOf } from '../releases/workflow-ids.ts';
import type { extendBody, guardedBody } from '../wire/submit.ts';
import { allowed, allowedToRaise } from './allowed.ts';

type Plain = UpdateDefinition<ReleaseStatus, [GuardedAct]>;

/** The acts that mean one state of a release and say nothing else, with the role that each takes. */
export const guardedActs = {
  approve: { update: approve, role: 'approver' },
  promote: { update: promote, role: 'operator' },
  pause: { update: pause, role: 'operator' },
  resume: { update: resume, role: 'operator' },
  retry: { update: retry, role: 'operator' },
  'override-freeze': { update: overrideFreeze, role: 'admin' },
  leave: { update: leave, role: 'admin' },
} as const satisfies Record<string, { update: Plain; role: Role }>;

/** Their names. */
export type GuardedActName = keyof typeof guardedActs;

/** Acts on a release; answers how it stands then. Throws `forbidden`, and what the release itself refuses. */
export async function actOnRelease(
  context: ApiContext,
  caller: Caller,
  id: string,
  name: GuardedActName,
  body: z.output<typeof guardedBody>,
): Promise<ReleaseStatus> {
  const { update, role } = guardedActs[name];
  // A step may ask operators to approve: the release says whether it does.
  const asOperator = name === 'approve' && caller.breakGlass === undefined;
  const enough = asOperator && may(caller.principal, 'operator', laneOf(id)) ? 'operator' : role;
  const raises = name !== 'pause' && name !== 'leave';
  const act = raises
    ? await allowedToRaise(context, caller, enough, laneOf(id), body.reason)
    : allowed(caller, enough, laneOf(id), body.reason);
  if (name === 'leave' && body.reason === '') {
    throw new ApiError('reason_required', 'leave needs a reason; say why nobody else should undo it');
  }
  return askRelease(context, id, update, { ...body, ...act });
}

/** Moves the present deadline of a release, as an operator of its lane. */
export async function extendRelease(
  context: ApiContext,
  caller: Caller,
  id: string,
  body: z.output<typeof extendBody>,
): Promise<ReleaseStatus> {
  const act = allowed(caller, 'operator', laneOf(id), body.reason);
  return askRelease(context, id, extend, { ...body, ...act });
}
