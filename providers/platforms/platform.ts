import type { Slot } from '../../config/plan.ts';

/** How many instances of a slot are there, ready, and wanted. */
export interface Readiness {
  ready: number;
  wanted: number;
  /** Base URLs of the ready instances. */
  endpoints: string[];
  /** The version that was last deployed to the slot, if anything is there. */
  version?: string;
}

/** One instance, for people. */
export interface InstanceDescription {
  id: string;
  state: 'ready' | 'starting' | 'dead';
  /** Milliseconds since the epoch; missing until it is known to have started. */
  startedAt?: number;
  endpoint: string;
  /** What to look at when something is wrong: process, reason, log. */
  detail: string;
}

/** What is in a slot, for people and for recovery. */
export interface SlotDescription extends Readiness {
  instances: InstanceDescription[];
}

/** A version to bring up in a slot. */
export interface Deployment {
  version: string;
  slot: Slot;
  /** The release that asks, for the platform's records. */
  release: string;
}

/**
 * A platform brings versions up and down in the two slots of one lane. All calls are idempotent: repeated
 * after a crash they find what was already done. `deploy` starts instances and returns; being ready is what
 * `ready` says. A slot that holds another version, or the same one from another release, is emptied first, so the
 * caller makes sure it has no traffic. Instances of this release that died meanwhile are started again.
 */
export interface Platform {
  deploy(deployment: Deployment, signal: AbortSignal): Promise<void>;
  ready(slot: Slot, signal: AbortSignal): Promise<Readiness>;
  /** From now on a dead instance of this slot is started again, and of the other slot is not. */
  keepAlive(slot: Slot, signal: AbortSignal): Promise<void>;
  /**
   * Ends the instances of this version in the slot: told to stop, then killed after the platform's grace. A slot
   * that holds another version by now is left alone, so that a late repeat cannot end a later deployment.
   */
  retire(slot: Slot, version: string, signal: AbortSignal): Promise<void>;
  describe(slot: Slot, signal: AbortSignal): Promise<SlotDescription>;
}
