/**
 * Two lists side by side in their order, so that as much as can be stands beside what it is most alike: `likeness` is 0
 * where two must not stand together, else the more the better. Pure.
 */
export function align<T>(
  a: readonly T[],
  b: readonly T[],
  likeness: (one: T, other: T) => number,
): [T | undefined, T | undefined][] {
  // best[i][j]: the most that a from i on and b from j on can have.
  const best = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const together = (i: number, j: number): number => {
    const [one, other] = [a[i], b[j]];
    const like = one === undefined || other === undefined ? 0 : likeness(one, other);
    return like === 0 ? 0 : like + at(i + 1, j + 1);
  };
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = best[i];
      if (row !== undefined) row[j] = Math.max(together(i, j), at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [T | undefined, T | undefined][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const left = at(i, j);
    if (left > 0 && together(i, j) === left) pairs.push([a[i++], b[j++]]);
    else if (i < a.length && (j >= b.length || at(i + 1, j) === left)) pairs.push([a[i++], undefined]);
    else pairs.push([undefined, b[j++]]);
  }
  return pairs;
}
