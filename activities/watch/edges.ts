import type { Milliseconds } from '../../config/plan.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { edgesOf } from './series.ts';

/** Exceedances that edges are looked for at, and how often at least the stable side must pass one (verdict.md §1). */
const EXCEEDANCES = [0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.001];
const ENOUGH = 20;

/** What is known of a latency metric when its edges are chosen. */
export interface EdgeHistory {
  stable: readonly Series[];
  candidate: readonly Series[];
  /** How long the stable side has counted; undefined where the source does not tell. */
  counted: Milliseconds | undefined;
  /** How long the release may still compare. */
  left: Milliseconds;
}

/**
 * Chooses at most 8 edges of a histogram from all that the stable side has counted so far: the bucket edges nearest
 * to the exceedances of verdict.md §1 that both sides have and that the stable side is expected to pass at least 20
 * times. At least one edge is chosen. Undefined: the stable side has counted nothing yet, so nothing can be chosen.
 * Pure.
 */
export function chooseEdges({ stable, candidate, counted, left }: EdgeHistory): number[] | undefined {
  const other = candidate.length === 0 ? undefined : new Set(edgesOf(candidate));
  const common = edgesOf(stable).filter((edge) => other?.has(edge) ?? true);
  const total = countUpTo(stable, Number.POSITIVE_INFINITY);
  if (total === 0 || common.length === 0) return undefined;
  const slower = common.map((edge) => ({ edge, share: 1 - countUpTo(stable, edge) / total }));
  const expected = counted === undefined || counted <= 0 ? undefined : (total * left) / counted;
  const passed = slower.filter(
    ({ share }) => share > 0 && (expected === undefined || share * expected >= ENOUGH),
  );
  if (passed.length === 0) return [mostPassed(slower)];
  const chosen = EXCEEDANCES.map((goal) => nearest(passed, goal));
  return [...new Set(chosen)].toSorted((a, b) => a - b);
}

interface Exceedance {
  edge: number;
  share: number;
}

function nearest(edges: readonly Exceedance[], goal: number): number {
  const distance = ({ share }: Exceedance): number => Math.abs(Math.log(share / goal));
  return edges.reduce(
    (best, each) => (distance(each) < distance(best) ? each : best),
    edges[0] ?? { edge: 0, share: 1 },
  ).edge;
}

function mostPassed(edges: readonly Exceedance[]): number {
  return edges.reduce(
    (most, each) => (each.share > most.share ? each : most),
    edges[0] ?? { edge: 0, share: 0 },
  ).edge;
}

function countUpTo(series: readonly Series[], edge: number): number {
  const le = edge === Number.POSITIVE_INFINITY ? '+Inf' : undefined;
  return series
    .filter(({ labels }) => (le === undefined ? Number(labels['le']) === edge : labels['le'] === le))
    .reduce((sum, { samples }) => sum + (samples.at(-1)?.value ?? 0), 0);
}
