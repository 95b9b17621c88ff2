import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { Logger } from 'pino';
import { createProcessEvents, type ProcessEvent, type ProcessEvents } from '../activities/process-events.ts';
import { addDisks } from './metrics/disks.ts';
import { addRouterLooks } from './metrics/router-looks.ts';
import { addWatchFigures } from './metrics/watch-figures.ts';
import { addWatches } from './metrics/watches.ts';

/** The process's own metrics. */
export interface ProcessMetrics {
  /** What `/metrics` shows. */
  registry: Registry;
  /** Where activities of this process tell what the metrics count. */
  events: ProcessEvents;
  /** Counts a start of the embedded Temporal after it died. */
  temporalRestarted(): void;
}

/** Activities whose first failure is of interest, which `increase` would not see in a series that begins with it. */
const FROM_ZERO = ['archive', 'notify', 'deliver'];

/** What may come of an event that is given to a notifier. */
const OUTCOMES: Extract<ProcessEvent, { kind: 'told' }>['outcome'][] = ['sent', 'failed', 'lost'];

/** Makes the metrics, and the events they are fed from. `folders`: absolute, by what they are called. */
export function createMetrics(log: Logger, folders: Record<string, string> = {}): ProcessMetrics {
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
  for (const activity of FROM_ZERO) attempts.inc({ activity, outcome: 'failed' }, 0);
  const writes = new Counter({
    name: 'sluice_traffic_writes_total',
    help: 'Writes to routers by this process, by lane and by what came of them.',
    labelNames: ['lane', 'outcome'] as const,
    registers,
  });
  const notifications = new Counter({
    name: 'sluice_notifications_total',
    help: 'Events that were given to a notifier by this process, by what came of it.',
    labelNames: ['notifier', 'outcome'] as const,
    registers,
  });
  const restarts = new Counter({
    name: 'sluice_temporal_restarts_total',
    help: 'How often the embedded Temporal died and was started again.',
    registers,
  });
  addWatches(registry, events);
  addWatchFigures(registry, events);
  addRouterLooks(registry, events);
  addDisks(registry, folders);
  events.listen((event) => {
    if (event.kind === 'written') writes.inc({ lane: event.lane, outcome: event.outcome });
    else if (event.kind === 'attempt-ended')
      attempts.inc({ activity: event.activity, outcome: event.outcome });
    else if (event.kind === 'told') notifications.inc({ notifier: event.notifier, outcome: event.outcome });
    // What is lost first has to be a rise, too, and nothing may have been told before.
    else if (event.kind === 'notifier-known')
      for (const outcome of OUTCOMES) notifications.inc({ notifier: event.notifier, outcome }, 0);
  });
  return { registry, events, temporalRestarted: () => restarts.inc() };
}
