import type { Series } from '../../providers/metrics/metric-source.ts';

/** The instances of the stable side in two halves, by the label that tells them apart. One stays in its half. */
export interface Halving {
  label: string;
  a: string[];
  b: string[];
}

/** Instances that are remembered although they are gone, so that one which comes back is in its half. */
const MOST = 200;

/**
 * The label that tells the instances of a side apart: all series of the side have it, with as many values as
 * instances are ready. Undefined: none does, or there are fewer than two instances. Pure.
 */
function instanceLabel(
  labels: readonly string[],
  side: readonly Series[],
  ready: number,
): string | undefined {
  if (ready < 2) return undefined;
  return labels.find(
    (label) =>
      instancesOf(label, side).length === ready && side.every((each) => each.labels[label] !== undefined),
  );
}

/** Halves of the instances that are there now; undefined where nothing tells them apart. Pure. */
export function beginHalving(
  labels: readonly string[],
  present: readonly Series[],
  ready: number,
): Halving | undefined {
  const label = instanceLabel(labels, present, ready);
  return label === undefined
    ? undefined
    : withInstances({ label, a: [], b: [] }, instancesOf(label, present));
}

/** The values of a label, each once. Pure. */
export function instancesOf(label: string, series: readonly Series[]): string[] {
  return [...new Set(series.flatMap(({ labels }) => labels[label] ?? []))].toSorted();
}

/** Whether instances of these halves count for the other side too, as a proxy does: then they are none of it. Pure. */
export function areShared({ label, a, b }: Halving, other: readonly Series[]): boolean {
  return other.some(({ labels }) => [...a, ...b].includes(labels[label] ?? ''));
}

/** Puts instances that are in no half yet where fewer of those present are. Pure. */
export function withInstances(halving: Halving, present: readonly string[]): Halving {
  const known = new Set([...halving.a, ...halving.b]);
  const fresh = present.filter((each) => !known.has(each));
  if (fresh.length === 0) return halving;
  const full = known.size + fresh.length > MOST;
  const kept = (half: string[]): string[] => (full ? half.filter((each) => present.includes(each)) : half);
  const there = (half: string[]): number => half.filter((each) => present.includes(each)).length;
  let { a, b } = { a: kept(halving.a), b: kept(halving.b) };
  let [inA, inB] = [there(a), there(b)];
  for (const each of fresh) {
    if (inA <= inB) {
      a = [...a, each];
      inA += 1;
    } else {
      b = [...b, each];
      inB += 1;
    }
  }
  return { label: halving.label, a, b };
}

/** The half of an instance; undefined: it is in none. Pure. */
export function halfOf({ a, b }: Halving, instance: string | undefined): 'a' | 'b' | undefined {
  if (instance === undefined) return undefined;
  return a.includes(instance) ? 'a' : b.includes(instance) ? 'b' : undefined;
}
