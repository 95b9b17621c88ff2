import type { CommandConfig } from '../plan.ts';

/** A command that checks, or fetches what somebody else has checked. */
export interface CommandGate extends CommandConfig {
  kind: 'command';
  /**
   * Where its evidence is: in a JSON report that it prints or writes, or in its exit status alone. The path of a file
   * is absolute.
   */
  report: { kind: 'printed' } | { kind: 'file'; path: string } | { kind: 'none' };
}

/** Every gate. */
export type GateConfig = CommandGate;
