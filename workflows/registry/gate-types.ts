/** Gates that people open and close for tools of others. */
import type { Act } from '../messages.ts';

/** An open gate: a closed one is not kept. */
export interface OpenGate {
  name: string;
  namespace: string;
  /** `rollback`: while it is open, the tool takes its change back. */
  kind: 'gate' | 'rollback';
  openedBy: string;
  /** Milliseconds since the epoch. */
  openedAt: number;
}

/** Opens or closes one. */
export interface GateRequest extends Act, Pick<OpenGate, 'name' | 'namespace' | 'kind'> {
  open: boolean;
}

/** The answer: how it is now, or why nothing was done. */
export type GateAnswer =
  { state: 'open' | 'closed' } | { state: 'refused'; code: 'too_many_gates'; message: string };
