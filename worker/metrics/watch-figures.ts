import { Gauge, type Registry } from 'prom-client';
import type { ProcessEvents } from '../../activities/process-events.ts';
import type { WatchFigures } from '../../activities/watch/figures.ts';

/** How long the evidence of a watch that has ended is shown, so that a scrape finds what it ended by. Milliseconds. */
const AFTER = 60_000;

/** The figures of a lane's newest watch in this process. */
interface Shown {
  release: string;
  figures: () => WatchFigures;
  endedAt?: number;
}

/** Shows the split and the evidence of each release that this process watches: nothing of one that is over. */
export function addWatchFigures(registry: Registry, events: ProcessEvents): void {
  const watches = new Map<string, Shown>();
  events.listen((event) => {
    if (event.kind === 'watch-checked') {
      const { lane, release, figures } = event;
      watches.set(lane, { release, figures });
    } else if (event.kind === 'watch-ended') {
      const present = watches.get(event.lane);
      if (present?.release !== event.release) return;
      // The figures are kept, and what they were made of is not. The split may be another one from now on.
      const { readBack: _readBack, observed: _observed, ...last } = present.figures();
      watches.set(event.lane, { release: event.release, figures: () => last, endedAt: Date.now() });
    }
  });
  const gauges = figureGauges(registry, () => {
    gauges.reset();
    for (const [lane, { release, figures, endedAt = Number.POSITIVE_INFINITY }] of watches) {
      if (Date.now() - endedAt > AFTER) watches.delete(lane);
      else gauges.show({ lane, release }, figures());
    }
  });
}

interface Labels {
  lane: string;
  release: string;
}

/** Makes the gauges. `collect` is called at each scrape, before any of them is read. */
function figureGauges(
  registry: Registry,
  collect: () => void,
): { reset(): void; show(of: Labels, figures: WatchFigures): void } {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    more: readonly Label[],
    whenRead?: () => void,
  ): Gauge<keyof Labels | Label> =>
    new Gauge({
      name,
      help,
      labelNames: ['lane', 'release', ...more],
      registers: [registry],
      ...(whenRead === undefined ? {} : { collect: whenRead }),
    });
  // Metrics are read in the order in which they were made, so the first one fills all.
  const readBack = gauge(
    'sluice_watch_read_back_ratio',
    "Share of traffic that a release's candidate has by the router's own account, 0 to 1.",
    [],
    collect,
  );
  const observed = gauge(
    'sluice_watch_observed_ratio',
    'Share of requests that were seen at the candidate over the last blocks, 0 to 1.',
    [],
  );
  const requests = gauge(
    'sluice_watch_requests',
    'Requests of a side at the present weight, from which its rates and the evidence of safety are.',
    ['metric', 'side'],
  );
  const bad = gauge(
    'sluice_watch_bad_ratio',
    'Share of bad requests of a side at the present weight, 0 to 1; of latency: those slower than the edge in seconds.',
    ['metric', 'side', 'edge'],
  );
  const harm = gauge(
    'sluice_watch_harm_ratio',
    'Evidence of harm over its bound, against the stable side or a limit: a release whose sum reaches 1 fails.',
    ['metric', 'against'],
  );
  const safe = gauge('sluice_watch_safe_ratio', 'Evidence of safety over its bound: proven at 1.', [
    'metric',
  ]);
  const exclusion = gauge(
    'sluice_watch_exclusion_ratio',
    'The candidate is not worse than this many times the stable side.',
    ['metric'],
  );
  const untilSafe = gauge('sluice_watch_until_safe_seconds', 'Expected time until a metric is proven safe.', [
    'metric',
  ]);
  return {
    reset() {
      for (const each of [readBack, observed, requests, bad, harm, safe, exclusion, untilSafe]) each.reset();
    },
    show(of, figures) {
      if (figures.readBack !== undefined) readBack.set(of, figures.readBack / 10_000);
      if (figures.observed !== undefined) observed.set(of, figures.observed / 10_000);
      for (const known of figures.evidence) {
        const metric = { ...of, metric: known.name };
        for (const side of ['candidate', 'stable'] as const) {
          requests.set({ ...metric, side }, known.stage[side].total);
          for (const [edge, rate] of byEdge(known, known.rates[side]))
            bad.set({ ...metric, side, edge }, rate);
        }
        const { harm: stable = 0, limit, safe: proven } = figures.overBounds[known.name] ?? {};
        harm.set({ ...metric, against: 'stable' }, stable);
        if (limit !== undefined) harm.set({ ...metric, against: 'limit' }, limit);
        if (proven !== undefined) safe.set(metric, proven);
        if (known.exclusionBound !== null && !known.withdrawn) exclusion.set(metric, known.exclusionBound);
        if (known.secondsUntilSafe !== undefined) untilSafe.set(metric, known.secondsUntilSafe);
      }
    },
  };
}

/** Rates with their edges; those that too few requests pass, or that are not chosen yet, are no news to anybody. */
function byEdge(
  { edges, leftOut }: WatchFigures['evidence'][number],
  rates: (number | null)[],
): [edge: string, rate: number][] {
  return rates.flatMap((rate, index): [string, number][] => {
    const edge = edges[index];
    if (rate === null || edge === 0 || (edge !== undefined && leftOut.includes(edge))) return [];
    return [[edge === undefined ? '' : String(edge), rate]];
  });
}
