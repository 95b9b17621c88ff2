/** What a run is going to do, all of it known from its seed before it begins. Times are milliseconds. */
import type { ProxyFault } from './faults/fault.ts';

/** A place in the course of a release, as it is seen from the outside. `write N` is its Nth weight at the router. */
export const points = [
  'start',
  'deploy',
  'smoke',
  'write 1',
  'bake 1',
  'approve',
  'write 2',
  'bake 2',
  'write 3',
  'keep',
  'retire',
  'hold',
  'undo',
  'end',
] as const;

/** One of them. */
export type Point = (typeof points)[number];

/**
 * When something is done: so long after a release came to a point, or after the begin of the run, which is when the
 * lanes are up.
 */
export interface Moment {
  /** Number of the release in the schedule; left out: of the run itself. */
  release?: number;
  point?: Point;
  after: number;
}

/** What moves a lane's traffic and runs its instances. */
export type LaneKind = 'traefik' | 'command' | 'aws-alb';

/** One lane. */
export interface LaneSchedule {
  /** The service; the environment is `chaos` everywhere. */
  service: string;
  kind: LaneKind;
  onBusy: 'queue' | 'supersede';
  /** Somebody has to approve the second weight. */
  asks: boolean;
  /** How its bakes end. */
  until: 'safe' | 'elapsed';
}

/** What the operator does to a release beside what it asks for. */
export interface Deed {
  at: Moment;
  act: 'abort' | 'promote' | 'pause' | 'resume' | 'extend';
  manner: 'once' | 'twice' | 'with a stale token';
}

/** Answers to a hold. */
export type HoldAnswer = 'retry' | 'promote' | 'abort';

/** One release. */
export interface ReleaseSchedule {
  number: number;
  lane: string;
  version: string;
  /** It brings its lane up, so that the others have something to take over from; none is counted as one of N. */
  first: boolean;
  /** When it is submitted. */
  at: Moment;
  deeds: Deed[];
  /** What its holds are answered, one after the other; then they are aborted. */
  answers: HoldAnswer[];
  /** The operator reacts so late. */
  reaction: number;
}

/** A process that the monkey strikes. */
export type Target =
  // `number` says which of several, from 0.
  | { kind: 'part'; part: 'daemon' | 'worker' | 'api' | 'temporal' | 'postgres'; number?: number }
  | { kind: 'traefik'; lane: string }
  | { kind: 'instance'; lane: string; slot: 'blue' | 'green' };

/** What a proxy stands before: what a lane's provider talks to, or the API as the operator has it. */
export type Place =
  { kind: 'lane'; lane: string; before: 'metrics' | 'router-api' | 'platform' } | { kind: 'operator' };

/** One strike of the monkey. */
export type Strike = Blow | Disturbance;

/** SIGKILL, and after `lasting` it is started again; or SIGSTOP, and SIGCONT after `lasting`. */
export interface Blow {
  at: Moment;
  target: Target;
  blow: 'kill' | 'stop';
  lasting: number;
}

/** For so long a proxy has a fault. */
export interface Disturbance {
  at: Moment;
  place: Place;
  fault: ProxyFault;
  lasting: number;
}

/** What a run is played on. */
export const setups = ['one daemon', 'worker and API', 'two of each on PostgreSQL'] as const;

/** All of a run. */
export interface Schedule {
  seed: number;
  setup: (typeof setups)[number];
  lanes: LaneSchedule[];
  releases: ReleaseSchedule[];
  strikes: Strike[];
}
