/** One cumulative sample; `series` is a key made of all its labels. */
export interface Sample {
  series: string;
  value: number;
}

/** The stretch between two readings of one process's counters; times in milliseconds since the epoch. */
export interface Stretch {
  from: number;
  to: number;
  /** When the process that counts was started; left out where it is not known. */
  processStartedAt?: number;
  /** Readings were missed in between, for example because this program was down. */
  gap: boolean;
}

/** What a group of series counted between two readings. */
export interface Difference {
  /** The sum over the series; undefined is "no data", because a reset hides what was counted. */
  counts: number | undefined;
  /** A counter began again from 0. */
  reset: boolean;
  /** Series first seen now; they count from here on unless their process started inside the stretch. */
  newSeries: string[];
  /** Series that are gone; they contribute nothing. */
  vanished: string[];
}

/**
 * Counts between two readings of one process: differences are taken by series and then summed (verdict.md §1).
 * A process that started inside the stretch began every series at 0, even one that has since passed its old
 * value. After a reset `next` counts from 0 only where the restart is known and no reading was missed; otherwise
 * the stretch has no data, since what was counted before the reset is lost. Samples that are no finite number
 * are treated as not there.
 */
export function difference(
  previous: readonly Sample[],
  next: readonly Sample[],
  stretch: Stretch,
): Difference {
  const startedAt = stretch.processStartedAt;
  const started = startedAt !== undefined && startedAt > stretch.from && startedAt <= stretch.to;
  const before = bySeries(previous);
  const after = bySeries(next);
  const newSeries: string[] = [];
  let counts = 0;
  let reset = false;
  for (const [series, value] of after) {
    const earlier = before.get(series);
    if (earlier === undefined) {
      newSeries.push(series);
      if (started) counts += value;
    } else if (started || value < earlier) {
      reset = true;
      counts += value;
    } else {
      counts += value - earlier;
    }
  }
  const vanished = [...before.keys()].filter((series) => !after.has(series));
  const lost = reset && (stretch.gap || !started);
  return { counts: lost ? undefined : counts, reset, newSeries, vanished };
}

function bySeries(samples: readonly Sample[]): Map<string, number> {
  return new Map(
    samples.filter(({ value }) => Number.isFinite(value)).map(({ series, value }) => [series, value]),
  );
}
