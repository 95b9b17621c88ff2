/**
 * Everything that is seen from outside in one chaos run: no line of it comes from the daemon's own state but what it
 * answers and reports to people. Times are milliseconds since the epoch, weights basis points.
 */
import type { LaneView } from '../../api/wire/lane.ts';
import type { ReleaseView } from '../../api/wire/release.ts';
import type { Slot } from '../../config/plan.ts';
import type { Fence, Split } from '../../providers/routers/router.ts';
import type { Spawn, Started } from '../kill/own-counts.ts';
import type { Reported } from './reported.ts';

/** One run, from the harness's first act to its last look. */
export interface Run {
  /** The same seed plays the same run. */
  seed: number;
  from: number;
  to: number;
  /** What the monkey did, in the order in which it began. */
  faults: Fault[];
  lanes: LaneRun[];
}

/** What a fault hits. Proxies stand before the parts that come after `instance`. */
export type Target =
  'worker' | 'api' | 'temporal' | 'postgres' | 'router' | 'instance' | 'router-api' | 'metrics' | 'platform';

/** One thing that the monkey did. */
export interface Fault {
  /** `kill`: SIGKILL, until it was there again; `stop`: SIGSTOP until SIGCONT; `proxy`: a fault of a proxy was on. */
  kind: 'kill' | 'stop' | 'proxy';
  target: Target;
  /** The only lane that it hits; left out: all of them. */
  lane?: string;
  /** The process that was hit. */
  pid?: number;
  /** Which fault a proxy was given, for people; the kind comes first. */
  what?: string;
  from: number;
  to: number;
}

/** Everything that was seen of one lane. */
export interface LaneRun {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** For how long after a change of what the router holds it may still go by what it held before. */
  settle: number;
  /** Instances that a slot has at full size. */
  size: number;
  submits: Submit[];
  acts: ActAsked[];
  /** The lane as the API showed it at the end. */
  view: LaneView;
  /** Submits that waited and will never begin, by the lane's own word at any time. */
  replaced: string[];
  /** Every release that began, as the API showed it at the end. */
  releases: ReleaseView[];
  /** The reports in the archive. */
  reports: Reported[];
  /** Temporal's own list at the end: every run of a release's workflow. */
  workflows: WorkflowRun[];
  /** Every start of an instance, by its own record. */
  instances: Instance[];
  /** Requests as the instances themselves counted them when they started. */
  starts: Started[];
  /** What the router held, and when that came into place; the first is what was found. */
  held: Held[];
  /** Cumulative requests by slot, by the router's own counters; they begin anew when it is started again. */
  routed: Routed[];
  /** What became of the load's requests, by the time at which they were sent. */
  users: Users[];
}

/** One answer of the API to one try; `status` is undefined where none came. */
export interface Answer {
  at: number;
  status?: number;
  /** `id` of the answer to a submit. */
  id?: string | null;
  /** `state` of the answer to a submit, `code` of a refusal. */
  said?: string;
}

/** A release as the operator asked for it: a submit, a hotfix or a rollback, every try of it under one key. */
export interface Submit {
  key: string;
  kind: 'release' | 'hotfix' | 'rollback';
  /** Undefined for a rollback that named none. */
  version?: string;
  actor: string;
  reason: string;
  tries: Answer[];
}

/** An act of the operator on a release, every try of it under one key. */
export interface ActAsked {
  key: string;
  release: string;
  act: 'approve' | 'promote' | 'pause' | 'resume' | 'extend' | 'abort' | 'retry' | 'leave';
  actor: string;
  /** No other act of the run has the same one. */
  reason: string;
  tries: Answer[];
}

/** One run of a release's workflow. */
export interface WorkflowRun {
  release: string;
  run: string;
  /** The run with which its chain began: another one where it continued as new. */
  first: string;
  /** Temporal's name of its state, such as `COMPLETED`. */
  status: string;
}

/** One process of an instance. */
export interface Instance extends Spawn {
  /** When it was last seen alive. */
  aliveAt: number;
  /** When it was first seen to be gone; undefined: it lived at the end. */
  goneAt?: number;
}

/** What the router held from this time on. */
export interface Held {
  at: number;
  /** Null: nothing is served. */
  split: Split | null;
  /** Null where it carries none, or the router cannot be stamped. */
  stamp: Fence | null;
}

/** The router's counters at one time. */
export interface Routed {
  at: number;
  requests: Record<Slot, number>;
}

/** Requests that the load sent in one window of 100 ms. */
export interface Users {
  window: number;
  /** Answers of the service itself, whatever they were. */
  answered: number;
  /** No answer, or one that no instance gave. */
  dropped: number;
}
