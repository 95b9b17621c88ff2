import type { Slot } from '../../config/plan.ts';

/** What evidence is asked for. */
export interface GateQuestion {
  service: string;
  environment: string;
  version: string;
  /** What evidence has to be about: the revision that the release was started with, else its version. */
  revision: string;
  slot: Slot;
  release: string;
  /** Position in the plan's steps, from 0. */
  step: number;
  attempt: number;
}

/** What a gate says. */
export interface GateAnswer {
  /** Only evidence that is there, whole, fresh and about this revision passes or fails; anything else is inconclusive. */
  outcome: 'pass' | 'fail' | 'inconclusive';
  /** Why it is inconclusive. */
  reason?: 'crashed' | 'no evidence' | 'stale evidence' | 'foreign evidence' | 'undecided';
  /** One sentence. */
  summary: string;
  /** What the answer rests on: files, hashes, logs. */
  evidence: string;
  /** Where people can read more. */
  link?: string;
}

/** Evidence about one version. It changes nothing, and may be asked again. */
export interface Gate {
  /** Throws only where the question could not be asked at all; what came of it is an answer. */
  check(question: GateQuestion, signal: AbortSignal): Promise<GateAnswer>;
}
