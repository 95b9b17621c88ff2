import { moveGate as update } from '../../workflows/registry-messages.ts';
import type { GateName } from '../call-ins/gate-state.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import type { GateView } from '../wire/call-in.ts';
import { allowed } from './allowed.ts';

/**
 * Opens or closes a gate for a tool of others, as an operator of the lane `NAME@NAMESPACE`: the canary stands for it.
 * What is so already changes nothing.
 */
export async function moveGate(
  context: ApiContext,
  caller: Caller,
  gate: GateName,
  open: boolean,
  reason: string,
): Promise<GateView> {
  const act = allowed(caller, 'operator', `${gate.name}.${gate.namespace}`, reason);
  const answer = await askRegistry(context, update, { ...act, ...gate, open });
  if (answer.state === 'refused') throw new ApiError(answer.code, answer.message);
  return { ...gate, state: answer.state };
}
