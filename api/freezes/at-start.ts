import type { Plan } from '../../config/plan.ts';
import { ApiError } from '../errors.ts';
import type { SubmittedReply } from '../submitted.ts';

/** How a lane stands; null where nobody asks. */
type Standing = { frozen: string | null; nextAllowed: number | null } | null;

/** Throws `lane_frozen` where the service file says that nothing is started in a freeze. */
export function refuseFrozen({ startInFreeze }: Plan, standing: Standing): void {
  if (startInFreeze !== 'refuse' || standing === null || standing.frozen === null) return;
  const { frozen, nextAllowed } = standing;
  const next =
    nextAllowed === null ? 'it is not known for how long' : `next at ${new Date(nextAllowed).toISOString()}`;
  throw new ApiError('lane_frozen', `no traffic may be raised here now (${next}): ${frozen}`);
}

/** The answer to a submit, with what its release will wait for. */
export function withFreeze(reply: SubmittedReply, standing: Standing): SubmittedReply {
  const frozen = standing?.frozen ?? null;
  if (frozen === null || reply.body.state === 'live') return reply;
  return { ...reply, body: { ...reply.body, frozen } };
}
