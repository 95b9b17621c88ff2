/** Addresses from `start` up to `end` that belong to something with a name. */
export interface NamedRange {
  start: number;
  end: number;
  name: string;
}

/** Finds the name of an address. Where two ranges begin alike, the later one of the list holds. Pure. */
export function findName(ranges: readonly NamedRange[]): (address: number) => string | undefined {
  const last = new Map(ranges.map((range) => [range.start, range]));
  const sorted = [...last.values()].toSorted((a, b) => a.start - b.start);
  return (address) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((sorted[middle]?.start ?? 0) <= address) from = middle + 1;
      else to = middle;
    }
    const found = sorted[from - 1];
    return found !== undefined && address < found.end ? found.name : undefined;
  };
}
