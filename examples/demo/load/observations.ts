import { windowLength, type Report } from './tally.ts';

/** What the load generator saw of requests sent in a stretch of time. */
export interface Observed {
  /** Answers by version. */
  versions: Record<string, { answered: number; bad: number }>;
  dropped: number;
  /** Drops by reason. */
  reasons: Record<string, number>;
}

/** All reports so far, added up. */
export interface Observations {
  add(report: Report): void;
  sent(): number;
  /** Every request that was sent before this, in milliseconds since the epoch, has an answer or was dropped. */
  settledBefore(): number;
  /** What was sent from `from` up to and without `to`, milliseconds since the epoch, by whole windows. */
  between(from: number, to: number): Observed;
}

/** Nothing observed yet. */
export function createObservations(): Observations {
  const counted: Report['counted'] = [];
  const dropped: Report['dropped'] = [];
  let sent = 0;
  let settledBefore = 0;
  return {
    sent: () => sent,
    settledBefore: () => settledBefore,
    add(report) {
      sent += report.sent;
      settledBefore = report.settledBefore;
      counted.push(...report.counted);
      dropped.push(...report.dropped);
    },
    between(from, to) {
      const within = ({ window }: { window: number }): boolean => window > from - windowLength && window < to;
      const seen: Observed = { versions: {}, dropped: 0, reasons: {} };
      for (const { version, answered, bad } of counted.filter(within)) {
        const sum = (seen.versions[version] ??= { answered: 0, bad: 0 });
        sum.answered += answered;
        sum.bad += bad;
      }
      for (const { reason, count } of dropped.filter(within)) {
        seen.dropped += count;
        seen.reasons[reason] = (seen.reasons[reason] ?? 0) + count;
      }
      return seen;
    },
  };
}
