import { Gauge, type Registry } from 'prom-client';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';

/** Adds what `/metrics` shows of schedules; the answer sets all of it anew. */
export function scheduleGauges(registry: Registry): (all: readonly KeptSchedule[]) => void {
  const labelNames = ['lane', 'schedule'] as const;
  const gauge = (name: string, help: string): Gauge<(typeof labelNames)[number]> =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const missed = gauge(
    'sluice_schedule_missed_runs',
    'Runs of a schedule that were more than 10 minutes late, and were not made up for.',
  );
  const paused = gauge('sluice_schedule_paused', 'Whether a schedule is paused: 1, else 0.');
  return (all) => {
    for (const each of [missed, paused]) each.reset();
    for (const { lane, name, ...schedule } of all) {
      missed.set({ lane, schedule: name }, schedule.missed);
      paused.set({ lane, schedule: name }, schedule.paused ? 1 : 0);
    }
  };
}
