import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'pino';
import { createProcessEvents, type ProcessEvents } from '../activities/process-events.ts';

/** The process's own metrics. */
export interface ProcessMetrics {
  /** What `/metrics` shows. */
  registry: Registry;
  /** Where activities of this process tell what the metrics count. */
  events: ProcessEvents;
  /** Counts a start of the embedded Temporal after it died. */
  temporalRestarted(): void;
}

/** Makes the metrics, and the events they are fed from. */
export function createMetrics(log: Logger): ProcessMetrics {
  const events = createProcessEvents((error) => {
    log.error({ err: error }, 'a metric could not be counted');
  });
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const attempts = new Counter({
    name: 'sluice_activity_attempts_total',
    help: 'Attempts of activities that ended in this process, by how they ended.',
    labelNames: ['activity', 'outcome'] as const,
    registers,
  });
  const writes = new Counter({
    name: 'sluice_traffic_writes_total',
    help: 'Writes to routers by this process, by lane and by what came of them.',
    labelNames: ['lane', 'outcome'] as const,
    registers,
  });
  const lateness = new Histogram({
    name: 'sluice_watch_lateness_seconds',
    help: 'From when a check of a watch was due until all of it was read.',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const restarts = new Counter({
    name: 'sluice_temporal_restarts_total',
    help: 'How often the embedded Temporal died and was started again.',
    registers,
  });
  const checks = new Map<string, { release: string; at: number }>();
  const looks = new Map<string, RouterLook>();
  watchAge(checks, registers);
  routerLooks(looks, registers);
  events.listen((event) => {
    switch (event.kind) {
      case 'watch-checked':
        checks.set(event.lane, event);
        lateness.observe(event.late / 1000);
        break;
      case 'watch-ended':
        // The watch of the next release may have begun before that of the last one has ended.
        if (checks.get(event.lane)?.release === event.release) checks.delete(event.lane);
        break;
      case 'router-looked-at':
        looks.set(event.lane, event);
        break;
      case 'guard-ended':
        if (looks.get(event.lane)?.attempt === event.attempt) looks.delete(event.lane);
        break;
      case 'written':
        writes.inc({ lane: event.lane, outcome: event.outcome });
        break;
      case 'attempt-ended':
        attempts.inc({ activity: event.activity, outcome: event.outcome });
        break;
    }
  });
  return { registry, events, temporalRestarted: () => restarts.inc() };
}

/** The last look at the router of a lane in which no release runs. */
interface RouterLook {
  attempt: string;
  at: number;
  differs: boolean;
}

/** A lane shows these as long as this process looks at its router between releases. */
function routerLooks(looks: Map<string, RouterLook>, registers: Registry[]): void {
  const drift = new Gauge({
    name: 'sluice_lane_drift',
    help: 'Whether the router of a lane in which no release runs is other than it was written: 1, else 0.',
    labelNames: ['lane'] as const,
    registers,
    collect() {
      drift.reset();
      for (const [lane, { differs }] of looks) drift.set({ lane }, differs ? 1 : 0);
    },
  });
  const age = new Gauge({
    name: 'sluice_lane_look_age_seconds',
    help: 'Time since the router of a lane in which no release runs was last read by this process.',
    labelNames: ['lane'] as const,
    registers,
    collect() {
      age.reset();
      for (const [lane, { at }] of looks) age.set({ lane }, (Date.now() - at) / 1000);
    },
  });
}

/** A lane shows an age as long as a watch of its release runs in this process. */
function watchAge(checks: Map<string, { at: number }>, registers: Registry[]): void {
  const gauge = new Gauge({
    name: 'sluice_watch_age_seconds',
    help: 'Time since the last check of a release whose candidate has traffic, watched by this process.',
    labelNames: ['lane'] as const,
    registers,
    collect() {
      gauge.reset();
      for (const [lane, { at }] of checks) gauge.set({ lane }, (Date.now() - at) / 1000);
    },
  });
}
