/** When a finding counts: what is seen once may be a change that somebody is still making, or an answer lost. */
import type { Milliseconds } from '../../config/plan.ts';
import type { RouterFinding } from '../types.ts';

/** A finding that is not what the lane knows, and since when it was found at every look. */
export interface Standing {
  finding: RouterFinding;
  /** Milliseconds since the epoch. */
  since: number;
}

/** How long a finding of a kind has to stand. */
export type Patience = Record<RouterFinding['kind'], Milliseconds>;

/** The finding with the time since which it stands; null where it is what the lane knows. Pure. */
export function standingOf(
  known: RouterFinding,
  before: Standing | null,
  finding: RouterFinding,
  now: number,
): Standing | null {
  if (isSame(finding, known)) return null;
  return { finding, since: before !== null && isSame(before.finding, finding) ? before.since : now };
}

/** Where one serves elsewhere in the place of another, requests are lost until the router is told. */
const SOONER = 10;

/** How long until a standing finding counts, in milliseconds; at most 0: it does. Pure. */
export function untilItCounts({ finding, since }: Standing, patience: Patience, now: number): Milliseconds {
  return since + patience[finding.kind] / (finding.moved === true ? SOONER : 1) - now;
}

/** Whether two findings are one. Why a router cannot be read may be said in changing words. */
function isSame(a: RouterFinding, b: RouterFinding): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'unreadable' || (a.message === b.message && a.ready === b.ready);
}
