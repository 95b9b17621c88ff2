/** One raw sample of a cumulative series; `at` is in milliseconds since the epoch. */
export interface TimedSample {
  at: number;
  value: number;
}

/** A block that is counted from raw samples; times in milliseconds since the epoch. */
export interface SampledBlock {
  /** Samples after `from`, up to and including `to`, are the block's own. */
  from: number;
  to: number;
  /** Nothing counts from a sample before this, since it is of another stretch, for example of another weight. */
  since: number;
  /** Samples further apart than this have a missing stretch between them. */
  longestStep: number;
  /** When the process that counts was started; left out where it is not known. */
  processStartedAt?: number;
  /** Times of samples before which the counter is known to have begun again at 0, although it may not have fallen. */
  begunAgain?: ReadonlySet<number>;
}

/** What a series counted. */
export interface Increase {
  counts: number;
  /** How long it took for that: the length of the steps that count, in milliseconds. */
  covered: number;
}

/**
 * What one series counted in a block: the sum of its steps from sample to sample (verdict.md §1). `samples` are in
 * the order of time and reach back to the last one at or before `from`. A step belongs to the block in which it
 * ends, so blocks that follow each other count every step once, wherever they are cut. Undefined: no step ended in
 * the block, which is no data and not 0.
 *
 * - A counter that fell began again at 0: its step is its new value, and what it counted between its last sample and
 *   its end is lost.
 * - A series first seen in the block counts from that sample, or from 0 if its process started in the block.
 * - A series that ends counts up to its last sample. verdict.md §1 lets a vanished series contribute nothing, since
 *   the difference of two readings cannot tell what it had counted; samples can. Blocks after its last sample get
 *   nothing of it.
 * - A missing stretch is in no block: the step over it is left out, and the series counts from its next sample.
 *
 * A sample that is no finite number is treated as not there.
 */
export function increase(samples: readonly TimedSample[], block: SampledBlock): Increase | undefined {
  let previous: TimedSample | undefined;
  let sum: Increase | undefined;
  for (const sample of samples) {
    if (!Number.isFinite(sample.value) || sample.at > block.to) continue;
    const step = sample.at > block.from ? stepBetween(previous, sample, block) : undefined;
    if (step !== undefined) {
      const { counts, covered } = sum ?? { counts: 0, covered: 0 };
      sum = { counts: counts + step.counts, covered: covered + step.covered };
    }
    previous = sample;
  }
  return sum;
}

/** Times of the samples at which a counter had fallen, so that it began again before them. */
export function fallsOf(samples: readonly TimedSample[]): number[] {
  return samples.filter(({ value }, i) => value < (samples[i - 1]?.value ?? 0)).map(({ at }) => at);
}

function stepBetween(
  previous: TimedSample | undefined,
  next: TimedSample,
  { from, since, longestStep, processStartedAt, begunAgain }: SampledBlock,
): Increase | undefined {
  const startedBefore = processStartedAt !== undefined && processStartedAt <= next.at;
  const started = startedBefore && processStartedAt > (previous?.at ?? from);
  if (started && processStartedAt > from) return { counts: next.value, covered: next.at - processStartedAt };
  if (previous === undefined || previous.at < since || next.at - previous.at > longestStep) return undefined;
  const again = started || next.value < previous.value || begunAgain?.has(next.at) === true;
  return { counts: again ? next.value : next.value - previous.value, covered: next.at - previous.at };
}
