/**
 * The daemon as `sluice serve` starts it, with its platform in memory and, where it is told so, its router too. It is
 * told what to run by its argument, and tells over IPC that it is ready, and how late its checks were when it is asked.
 */
import { pino } from 'pino';
import { z } from 'zod';
import { createStops } from '../../activities/stops.ts';
import { createWorld } from '../../activities/world.ts';
import { startServer } from '../../api/server.ts';
import { loadSettings } from '../../config/load.ts';
import { openFreezes } from '../../worker/open-freezes.ts';
import { loadWorkflowBundle } from '../../worker/bundle.ts';
import { createMetrics } from '../../worker/metrics.ts';
import { openTemporal } from '../../worker/open-temporal.ts';
import { startWorkers } from '../../worker/workers.ts';
import { createPlatforms, createRouters } from './stand-ins.ts';

const slots = z.object({ blue: z.string(), green: z.string() });
const givenSchema = z.object({ settings: z.string(), endpoints: slots, routerInMemory: z.boolean() });

const given = givenSchema.parse(JSON.parse(process.argv[2] ?? ''));
const loaded = await loadSettings(given.settings);
if (!('value' in loaded)) throw new Error(`The settings are wrong: ${JSON.stringify(loaded.problems)}`);
const { value: settings } = loaded;
const { data: dataFolder, archive } = settings;
const { namespace, taskQueue } = settings.temporal;
const log = pino({ level: settings.log.level }, pino.destination({ fd: 2, sync: true }));
const stopping = new AbortController();
const { registry, events } = createMetrics(log);
const onRestart = (): void => log.error('Temporal was started again');
const temporal = await openTemporal({
  dataFolder,
  namespace,
  keys: [],
  log,
  onRestart,
  signal: stopping.signal,
});
const real = createWorld({ dataFolder, environment: process.env, log });
const platform = createPlatforms(given.endpoints);
const router = createRouters(given.endpoints, (lane, split) => process.send?.({ lane, split }));
const freezes = openFreezes(settings, () => temporal.client, log);
const workers = await startWorkers({
  connection: temporal.native,
  namespace: temporal.target.namespace,
  dataConverter: temporal.dataConverter,
  taskQueue,
  workflowBundle: await loadWorkflowBundle(log),
  context: {
    world: {
      ...real,
      platform: ({ lane }) => platform(lane),
      ...(given.routerInMemory ? { router: ({ lane }) => router(lane) } : {}),
    },
    client: () => temporal.client,
    archiveFolder: archive.folder,
    freezes,
    schedules: { definitions: settings.definitions, dataFolder, taskQueue },
    events,
    stops: createStops(),
    log,
  },
});
const api = await startServer({ client: temporal.client, settings, freezes, log, metrics: registry });

/** Milliseconds between when a check was due and when it had read all. */
let late: number[] = [];
events.listen((event) => {
  if (event.kind === 'watch-checked') late.push(event.late);
});
process.on('message', (asked) => {
  if (asked === 'lateness') process.send?.({ late });
  if (asked === 'afresh') late = [];
});
process.send?.({ api: api.address, temporal: temporal.target.address, namespace: temporal.target.namespace });
process.once('SIGTERM', () => {
  void api
    .close()
    .then(async () => workers.stop())
    .then(async () => temporal.close())
    .then(() => process.exit(0));
});
