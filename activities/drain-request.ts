import type { Drain, Slot } from '../config/plan.ts';
import type { Place } from './types.ts';

/** The slot whose requests are to end, and how that is told. */
export interface DrainRequest {
  place: Place;
  slot: Slot;
  drain: Drain;
}

/** How they ended: seen to be none, after a time, or not by the deadline. */
export interface DrainAnswer {
  kind: 'measured' | 'timed' | 'deadline';
  message: string;
}
