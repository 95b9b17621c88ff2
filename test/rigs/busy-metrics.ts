import { Gauge } from 'prom-client';
import type { WatchFigures } from '../../activities/watch/figures.ts';
import type { ProcessMetrics } from '../../worker/metrics.ts';

/** The lane and its release that a busy daemon tells of, and a metric that it is judged by. */
export const BUSY = { lane: 'shop.test', release: 'shop.test.7', metric: 'latency' };

const { lane, release, metric } = BUSY;
const tally = { candidate: { total: 200, bad: [4] }, stable: { total: 1800, bad: [18] } };

const FIGURES: WatchFigures = {
  readBack: 1000,
  observed: 1050,
  evidence: [
    {
      name: metric,
      required: true,
      stage: tally,
      overall: tally,
      rates: { candidate: [0.02], stable: [0.01] },
      harmLogE: 0,
      harmEvidence: 1,
      aboveFloor: true,
      safeLogE: 1,
      control: null,
      proven: false,
      edges: [0.1],
      leftOut: [],
      exclusionBound: 3,
      rateBound: 0.1,
      withdrawn: false,
      secondsUntilSafe: 90,
    },
  ],
  overBounds: { [metric]: { harm: 0.01, limit: 0.2, safe: 0.5 } },
};

/** What an API knows of Temporal. A label that the metric does not have throws. */
const FLEET: [name: string, labels: Record<string, string>, value: number][] = [
  ['sluice_temporal_up', {}, 1],
  ['sluice_workers', { queue: 'act' }, 2],
  ['sluice_release_phase', { lane, release, phase: 'holding' }, 1],
  ['sluice_release_weight_ratio', { lane, release }, 0.1],
  ['sluice_release_hold_since_timestamp_seconds', { lane, release, reason: 'no data' }, 1000],
  ['sluice_release_hold_deadline_timestamp_seconds', { lane, release, reason: 'no data' }, 9000],
  ['sluice_release_undo_since_timestamp_seconds', { lane, release }, 1000],
  ['sluice_lane_blocked', { lane }, 0],
  ['sluice_workflow_tasks_failing', { workflow: `release/${release}` }, 1],
  ['sluice_schedule_missed_runs', { lane, schedule: 'nightly' }, 1],
  ['sluice_schedule_paused', { lane, schedule: 'nightly' }, 1],
];

/** Lets everything that a metric can show happen once: checks without data, failures, writes, drift and holds. */
export function beBusy(metrics: ProcessMetrics): void {
  const { registry, events } = metrics;
  for (const [name, labels, value] of FLEET) {
    const found = registry.getSingleMetric(name);
    if (!(found instanceof Gauge)) throw new Error(`${name} is not a gauge of a daemon.`);
    found.set(labels, value);
  }
  const at = Date.now();
  events.emit({ kind: 'watch-checked', lane, release, at, late: 20, figures: () => FIGURES });
  events.emit({ kind: 'block-ended', lane, release, metric, silent: true });
  events.emit({ kind: 'router-looked-at', lane, attempt: '1', at, differs: true });
  events.emit({ kind: 'written', lane, outcome: 'written' });
  events.emit({ kind: 'attempt-ended', activity: 'archive', outcome: 'failed', seconds: 1 });
  events.emit({ kind: 'told', notifier: 'webhook', outcome: 'failed' });
  metrics.temporalRestarted();
}
