import { allowedRequests } from './allowed-requests.ts';
import type { Started } from './own-counts.ts';
import type { Written } from './written-files.ts';
import type { Slot } from '../../config/plan.ts';

/** What is needed of a count. */
type Counted = Pick<Started, 'window' | 'version' | 'count'>;

/** The time from one change of the weight to the next, and what the candidate got in it. */
export interface Stretch {
  weight: number;
  /** Requests that started at any instance. */
  total: number;
  candidate: number;
  /** The most that it may get. */
  allowed: number;
}

/**
 * The service's own counts between writes. A weight counts from the moment in which its file is in place, which is
 * before Traefik has it: when weights rise, this allows the candidate nothing too early. Requests of a window in
 * which a write fell count to the later weight. Pure.
 */
export function stretchesOf(
  writes: readonly Written[],
  starts: readonly Counted[],
  candidate: { version: string; slot: Slot },
  end: number,
): Stretch[] {
  return writes.map(({ at, split }, i) => {
    const [from, to] = [windowOf(at), windowOf(writes[i + 1]?.at ?? end)];
    const within = starts.filter(({ window }) => window >= from && window < to);
    const weight = split?.[candidate.slot] ?? 0;
    const total = sum(within);
    const own = sum(within.filter(({ version }) => version === candidate.version));
    return { weight, total, candidate: own, allowed: allowedRequests(total, weight) };
  });
}

function sum(starts: readonly Counted[]): number {
  return starts.reduce((total, { count }) => total + count, 0);
}

function windowOf(time: number): number {
  return Math.floor(time / 100) * 100;
}
