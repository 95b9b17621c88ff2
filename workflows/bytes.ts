/** What things take in bytes. Temporal ends a workflow that hands it more than 2 MB at once, and all it knew is gone. */

/** The bytes of something as Temporal is handed it: its JSON in UTF-8. Pure. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** The last of them that together take at most so many bytes; none where the very last takes more. Pure. */
export function newestWithin<T>(items: readonly T[], most: number): T[] {
  return items.slice(items.length - countWithin(items.toReversed(), most));
}

/** The first of them that together take at most so many bytes. Pure. */
export function oldestWithin<T>(items: readonly T[], most: number): T[] {
  return items.slice(0, countWithin(items, most));
}

function countWithin(items: readonly unknown[], most: number): number {
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    // With the comma.
    bytes += bytesOf(item) + 1;
    if (bytes > most) return index;
  }
  return items.length;
}
