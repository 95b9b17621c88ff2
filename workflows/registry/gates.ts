/** How the registry opens and closes gates. */
import type { RegistryState } from '../registry-messages.ts';
import type { GateAnswer, GateRequest, OpenGate } from './gate-types.ts';
import { recordAct } from './record-act.ts';

/** Gates that are open at once: all of them are read with every look at the registry. */
const MOST_OPEN = 500;

/** Opens or closes a gate; what is so already changes nothing and is not recorded. */
export function moveGate(
  state: Pick<RegistryState, 'gates' | 'acts' | 'audited'>,
  request: GateRequest,
): GateAnswer {
  const { name, namespace, kind, open, actor } = request;
  const before = state.gates.find((gate) => isSame(gate, request));
  if (open === (before !== undefined)) return { state: open ? 'open' : 'closed' };
  if (open && state.gates.length >= MOST_OPEN) {
    const message = `${MOST_OPEN} gates are open; close those that nobody asks any more`;
    return { state: 'refused', code: 'too_many_gates', message };
  }
  const opened: OpenGate = { name, namespace, kind, openedBy: actor, openedAt: Date.now() };
  state.gates = open ? [...state.gates, opened] : state.gates.filter((gate) => !isSame(gate, request));
  recordAct(state, request, {
    act: open ? 'gate-opened' : 'gate-closed',
    subject: `${kind} ${name} in ${namespace}`,
    ...(before === undefined ? {} : { before }),
    ...(open ? { after: opened } : {}),
  });
  return { state: open ? 'open' : 'closed' };
}

function isSame(gate: OpenGate, { name, namespace, kind }: GateRequest): boolean {
  return gate.name === name && gate.namespace === namespace && gate.kind === kind;
}
