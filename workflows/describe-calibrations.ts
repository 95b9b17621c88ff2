import type { Calibration } from '../analysis/calibration.ts';
import { count, duration, significant } from '../analysis/figures.ts';
import type { MetricPast } from '../activities/calibrate/past.ts';
import type { Life } from './life.ts';

/** How each metric is weighed and what that is known from, in one sentence for people. */
export function describeCalibrations({ input, calibrating, analysis }: Life): string {
  const metrics = Object.entries(calibrating.calibrations).map(([name, calibration]) =>
    describe(name, calibration, calibrating.past[name]),
  );
  const length = duration(analysis.block / 1000);
  const blocks = input.plan.analysis.blockGiven ? `blocks of ${length}, as given` : `blocks of ${length}`;
  return [...metrics, blocks].join('; ');
}

function describe(name: string, calibration: Calibration, past: MetricPast | undefined): string {
  const { method, burstDivisor, phi, badEvents } = calibration;
  const divided = `the evidence is divided by ${String(significant(burstDivisor, 2))}`;
  const lacking = past?.lacking === undefined ? '' : ` (${past.lacking})`;
  const seen = `over ${duration((past?.seen ?? 0) / 1000)} of the stable side${lacking}`;
  if (method === 'given') return `${name}: ${divided}, as the service file says`;
  if (method === 'assumed') {
    const few = `${count(badEvents)} bad requests ${seen}`;
    return `assumed of ${name}: ${few}, so ${divided}`;
  }
  const factor = String(significant(phi ?? 1, 2));
  return `calibrated ${name} by ${method} ${seen}: ${count(badEvents)} bad requests, phi ${factor}, so ${divided}`;
}

/** What a pass rests on that was not measured, as the end of a sentence; empty where nothing was assumed. */
export function assumptions({ calibrating }: Life): string {
  const assumed = Object.entries(calibrating.calibrations).flatMap(([name, { method }]) =>
    method === 'assumed' ? [name] : [],
  );
  return assumed.length === 0 ? '' : ` (how bad requests of ${assumed.join(' and ')} burst is assumed)`;
}
