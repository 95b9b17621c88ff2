/** A look at what a lane's live side does, for the forecast of a release. It only reads. */
import type { MetricPast } from '../activities/calibrate/past.ts';
import type { Calibration } from '../analysis/calibration.ts';
import { blockIntervals } from './block-intervals.ts';
import { calibrationsOf } from './calibrations-of.ts';
import { calibrates } from './calls.ts';
import type { Measured, MeasuredMetric, MeasureInput } from './measure-messages.ts';

/** Reads the past that sources keep, watches the others for as long as was asked, and calibrates by both. */
export async function measure({ lane, plan, live, watched }: MeasureInput): Promise<Measured> {
  const { router, platform, metrics, analysis } = plan;
  const past = await calibrates(watched).calibrate({
    place: { lane, router, platform },
    release: `measure/${lane}`,
    metrics,
    analysis,
    stable: live.slot,
    versions: { [live.slot]: live.version },
    until: Date.now() + watched,
  });
  const { block, blockGiven, interval } = analysis;
  const intervals = blockGiven ? Math.round(block / interval) : blockIntervals(plan, past);
  const calibrations = calibrationsOf(metrics, past, intervals);
  return {
    at: Date.now(),
    block: intervals * interval,
    metrics: Object.fromEntries(
      metrics.flatMap(({ name }) => {
        const [known, weighed] = [past[name], calibrations[name]];
        return known === undefined || weighed === undefined ? [] : [[name, told(known, weighed)]];
      }),
    ),
  };
}

function told(
  { by, seen, requests, sums, edges, lacking }: MetricPast,
  { burstDivisor, method }: Calibration,
): MeasuredMetric {
  return {
    by,
    seen,
    requests,
    bad: sums.map(({ bad }) => bad),
    ...(edges === undefined ? {} : { edges }),
    ...(lacking === undefined ? {} : { lacking }),
    burstDivisor,
    method,
  };
}
