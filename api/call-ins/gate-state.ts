import type { ApiContext } from '../context.ts';
import { readRegistry } from '../registry/read-registry.ts';
import type { GateView } from '../wire/call-in.ts';

/** Which gate is meant. */
export type GateName = Pick<GateView, 'name' | 'namespace' | 'kind'>;

/**
 * Whether a gate is open, at most 2 s old: it may be asked every few seconds by each canary. One that nobody ever opened
 * is closed. Throws `registry_unavailable`.
 */
export async function gateState(context: ApiContext, gate: GateName): Promise<GateView['state']> {
  const { gates } = await readRegistry(context);
  const open = gates.some(
    ({ name, namespace, kind }) => name === gate.name && namespace === gate.namespace && kind === gate.kind,
  );
  return open ? 'open' : 'closed';
}
