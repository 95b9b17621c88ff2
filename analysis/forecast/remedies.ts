import { momentOf, type Moment } from './moment.ts';
import { toSafe } from './to-safe.ts';
import type { Circumstances, ExpectedMetric } from './types.ts';

/** What would let a bake be decided that is not with this traffic; each is the change of one thing alone. */
export interface Remedies {
  /** The smallest share, in steps of a percent, at which it is decided within its time. */
  share?: number;
  /** The smallest of a few wider safe margins that is proven in time, else the widest if it is proven sooner. */
  wider?: { safeMargin: number; seconds: number };
  /** Seconds until a proof if bad requests came one by one. */
  single?: number;
}

/** Largest share that is tried: with more the stable side is the smaller one, and a proof takes longer again. */
const MOST = 50;
const WIDER = [3, 5, 10];

/** Looks for what helps one metric whose proof takes longer than `max` seconds from this moment on. */
export function remediesFor(
  metric: ExpectedMetric,
  { share, blocksBefore, warmupBlocks }: Moment,
  max: number,
  around: Circumstances,
): Remedies {
  const seconds = (changes: Partial<ExpectedMetric>, at = share): number => {
    const moment = momentOf(at, blocksBefore, warmupBlocks > 0, around);
    return toSafe({ ...metric, ...changes }, moment, around).seconds ?? Infinity;
  };
  const percent = Array.from({ length: MOST }, (_, i) => i + 1).find(
    (each) => each / 100 > share && seconds({}, each / 100) <= max,
  );
  const sooner = WIDER.filter((safeMargin) => safeMargin > metric.safeMargin)
    .map((safeMargin) => ({ safeMargin, seconds: seconds({ safeMargin }) }))
    .filter((each) => each.seconds < seconds({}));
  const wider = sooner.find((each) => each.seconds <= max) ?? sooner.at(-1);
  const single = metric.burstDivisor > 1 ? seconds({ burstDivisor: 1 }) : Infinity;
  return {
    ...(percent === undefined ? {} : { share: percent / 100 }),
    ...(wider === undefined ? {} : { wider }),
    ...(single === Infinity ? {} : { single }),
  };
}
