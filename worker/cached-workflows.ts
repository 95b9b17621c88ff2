/** What Node and the code of the workflows take of a thread's heap, with a lane or two in it, in MiB. */
const [BASE, EACH] = [200, 0.57];
/** So many are kept however small the heap is: acts of one lane alone call two. */
const LEAST = 20;

/**
 * How many lanes and releases the thread of workflows keeps in memory; any other is played again from its beginning
 * when it is called, by a history that is asked of Temporal. A running release calls its lane, too, so there are two
 * for each. Given the limit of a thread's heap in MiB; a lane or a release takes 0.28 MiB by measurement (600 of them
 * under load), of which this allows twice as much.
 */
export function cachedWorkflows(heapLimit: number): number {
  return Math.max(LEAST, Math.floor((heapLimit - BASE) / EACH));
}
