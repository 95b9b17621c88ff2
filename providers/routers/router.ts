import type { BasisPoints, Slot } from '../../config/plan.ts';

/** Weights of the two slots; they sum to 10,000. Where a split may be `null`, nothing is served. */
export type Split = Record<Slot, BasisPoints>;

/** Base URLs of the instances of each slot. */
export type Targets = Record<Slot, string[]>;

/**
 * Who may write: release N of its lane, act number A of that release. Fences are ordered by release, then
 * act; a writer that finds a higher fence in place does not write.
 */
export interface Fence {
  lane: string;
  release: number;
  act: number;
}

/** What a router was found to hold. */
export interface Reading {
  /** As stored where we write. `null`: nothing is served there, or `unreadable` says why it is not known. */
  split: Split | null;
  /** Why the object that is there cannot be understood, as part of a sentence: somebody changed it by hand. */
  unreadable?: string;
  targets: Targets;
  /** Our own mark on the object, if it carries one. */
  stamp: Fence | null;
  /** The object exists and carries another owner's mark, or none. */
  foreign: boolean;
  /** The router's own account of what it has loaded equals what is stored. */
  inEffect: boolean;
  /** Hash of what is stored, to name a change that somebody else made. */
  digest: string;
}

/** What a router can do, told before a plan starts. */
export interface Capabilities {
  /** Smallest step of weight. */
  granularity: BasisPoints;
  /** Both sides change in one act. */
  atomic: boolean;
  sticky: boolean;
  /**
   * A fence can be stored in the object and compared just before the write. Where it cannot, a reading has no
   * stamp, a write that comes late may land, and a reading may for a moment be of what was held before.
   */
  stamps: boolean;
  /** Usual time from a write to its effect, in milliseconds. */
  propagation: number;
  /** The router counts requests by slot. */
  observes: boolean;
  /** How long after a write the counts tell of what followed it, in milliseconds; 0 where they are live. */
  observationLag: number;
  /** Endpoints are given with each write, or fixed in the router's own configuration. */
  targets: 'given' | 'fixed';
}

/** A cumulative count of requests by slot, series by series, so that a reset can be seen. */
export interface RequestSample {
  /** Up to when requests are counted, milliseconds since the epoch: when it was read, where the counts are live. */
  at: number;
  /** Cumulative requests, by slot and by series. */
  series: Record<Slot, Record<string, number>>;
  /** When the counting process started, milliseconds since the epoch, where the router tells. */
  startedAt?: number;
}

/** How a write ended. `already`: the target was in place with our stamp. `fenced`: a later writer was there. */
export type WriteOutcome = { kind: 'written' } | { kind: 'already' } | { kind: 'fenced'; by: Fence };

/**
 * A router moves traffic between the two slots of one lane. One router object belongs to one lane.
 * Every call takes a signal that ends it, and throws an ApplicationFailure-free plain Error that names what
 * was asked, of whom, and what to look at next.
 */
export interface Router {
  capabilities: Capabilities;
  read(signal: AbortSignal): Promise<Reading>;
  /**
   * Writes split and targets as one change under the fence; `split: null` takes the lane's object away and is
   * for a first release that is undone. Refuses 0/0 and sums other than 10,000. Returns when stored; whether
   * the router has loaded it is what `read` says. The temporary state that a stopped writer leaves behind
   * must not come into effect later. `until`, milliseconds since the epoch: nothing is changed after it, also when
   * this process was stopped meanwhile; for routers that cannot compare fences.
   */
  write(
    wanted: { split: Split | null; targets: Targets },
    fence: Fence,
    signal: AbortSignal,
    until?: number,
  ): Promise<WriteOutcome>;
  /** Cumulative requests by slot; undefined where the router does not count by slot. */
  requests(signal: AbortSignal): Promise<RequestSample | undefined>;
  /** Requests in flight at a slot; undefined where the router cannot say. */
  inFlight(slot: Slot, signal: AbortSignal): Promise<number | undefined>;
  /** One line for people: what this router is and where. */
  describe(): string;
}
