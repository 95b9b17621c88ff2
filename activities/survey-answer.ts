import type { BasisPoints, Milliseconds, Slot } from '../config/plan.ts';
import type { Fence, Split } from '../providers/routers/router.ts';

/** What router and platform say before a release or an adopt. */
export interface Survey {
  split: Split | null;
  stamp: Fence | null;
  foreign: boolean;
  /** Hash of what is stored. */
  digest: string;
  ready: Record<Slot, { ready: number; wanted: number; version?: string }>;
  granularity: BasisPoints;
  /** Usual time from a write to its effect. */
  propagation: Milliseconds;
  /** How long after an act a write of an earlier one may still land; 0 where the router compares fences. */
  lateWrites: Milliseconds;
  /** How long after a write the router's counts tell of what followed it. */
  observationLag: Milliseconds;
  router: string;
}
