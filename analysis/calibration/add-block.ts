import { addToPool, type Counted, type PoolSums } from './pool-sums.ts';
import { addCounted, countedAt, type StableInterval, type StableSums } from './stable-sums.ts';

/**
 * Folds a whole block of so many base intervals in, of which nothing shorter is known: sums over shorter pools stay
 * as they are. Undefined is a missing stretch. Pure.
 */
export function addBlock(
  sums: StableSums,
  blockIntervals: number,
  block: StableInterval | undefined,
): StableSums {
  const addPool = (pool: PoolSums, counted: Counted | undefined): PoolSums =>
    addWhole(pool, blockIntervals, counted);
  return sums.map((each, i) => addCounted(each, countedAt(block, i), addPool));
}

/** A pool that is some blocks long takes a block as its unit. One that no block fits into is begun afresh. */
function addWhole(pool: PoolSums, blockIntervals: number, counted: Counted | undefined): PoolSums {
  if (pool.intervals % blockIntervals !== 0) return addToPool(pool, undefined);
  const whole = pool.filled % blockIntervals === 0 ? pool : addToPool(pool, undefined);
  const unit = {
    ...whole,
    intervals: pool.intervals / blockIntervals,
    filled: whole.filled / blockIntervals,
  };
  const added = addToPool(unit, counted);
  return { ...added, intervals: pool.intervals, filled: added.filled * blockIntervals };
}
