import type { Slot } from '../../config/plan.ts';

/** What a hook is called for. */
export interface HookCall {
  release: string;
  service: string;
  environment: string;
  version: string;
  /** The revision that the release was started with, else its version. */
  revision: string;
  slot: Slot;
  /** Position in the plan's steps, from 0. */
  step: number;
  act: 'do' | 'undo';
  /** 1 at first; more where the same was, or may have been, begun before. */
  attempt: number;
}

/** Something of the user's own that changes something. It may be called again for the same step and act. */
export interface Hook {
  /**
   * Resolves with a sentence of how it went. Throws a DefiniteFailure where its answer is final, and any other error
   * where the same call may work later.
   */
  call(call: HookCall, signal: AbortSignal): Promise<string>;
}
