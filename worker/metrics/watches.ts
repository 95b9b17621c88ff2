import { Gauge, Histogram, type Registry } from 'prom-client';
import type { ProcessEvents } from '../../activities/process-events.ts';

/** The watch of a lane's newest release in this process. */
interface Watched {
  release: string;
  /** Undefined while no chunk of it runs here. */
  at: number | undefined;
  /** Blocks in a row in which a metric lacked a side. */
  silent: Map<string, number>;
}

/** A lane shows these as long as a watch of its release runs in this process. */
export function addWatches(registry: Registry, events: ProcessEvents): void {
  const watches = new Map<string, Watched>();
  const lateness = new Histogram({
    name: 'sluice_watch_lateness_seconds',
    help: 'From when a check of a watch was due until all of it was read.',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const watchOf = (lane: string, release: string): Watched => {
    const present = watches.get(lane);
    if (present?.release === release) return present;
    const watched: Watched = { release, at: undefined, silent: new Map() };
    watches.set(lane, watched);
    return watched;
  };
  events.listen((event) => {
    if (event.kind === 'watch-checked') {
      watchOf(event.lane, event.release).at = event.at;
      lateness.observe(event.late / 1000);
    } else if (event.kind === 'block-ended') {
      const { silent } = watchOf(event.lane, event.release);
      silent.set(event.metric, event.silent ? (silent.get(event.metric) ?? 0) + 1 : 0);
    } else if (event.kind === 'watch-ended') {
      // The watch of the next release may have begun before that of the last one has ended.
      const present = watches.get(event.lane);
      if (present?.release === event.release) present.at = undefined;
    }
  });
  const registers = [registry];
  const age = new Gauge({
    name: 'sluice_watch_age_seconds',
    help: 'Time since the last check of a release whose candidate has traffic, watched by this process.',
    labelNames: ['lane'] as const,
    registers,
    collect() {
      age.reset();
      for (const [lane, { at }] of watches) if (at !== undefined) age.set({ lane }, (Date.now() - at) / 1000);
    },
  });
  const blocks = new Gauge({
    name: 'sluice_watch_blocks_without_data',
    help: 'Blocks in a row in which a metric gave nothing for one side at least, in a watch of this process.',
    labelNames: ['lane', 'metric'] as const,
    registers,
    collect() {
      blocks.reset();
      for (const [lane, { at, silent }] of watches) {
        if (at === undefined) continue;
        for (const [metric, count] of silent) blocks.set({ lane, metric }, count);
      }
    },
  });
}
