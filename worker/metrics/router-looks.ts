import { Gauge, type Registry } from 'prom-client';
import type { ProcessEvents } from '../../activities/process-events.ts';

/** The last look at the router of a lane in which no release runs. */
interface RouterLook {
  attempt: string;
  at: number;
  differs: boolean;
}

/** A lane shows these as long as this process looks at its router between releases. */
export function addRouterLooks(registry: Registry, events: ProcessEvents): void {
  const looks = new Map<string, RouterLook>();
  events.listen((event) => {
    if (event.kind === 'router-looked-at') looks.set(event.lane, event);
    // The next look may have begun before this one has ended.
    else if (event.kind === 'guard-ended' && looks.get(event.lane)?.attempt === event.attempt)
      looks.delete(event.lane);
  });
  const registers = [registry];
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
