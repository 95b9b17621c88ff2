/** The API over real Temporal and the real workflows, with a scripted world behind them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import fastify from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll } from 'vitest';
import type { WatchRequest } from '../../activities/types.ts';
import type { LiveWatch } from '../../api/wire/evidence.ts';
import { startServer, type ApiServer } from '../../api/server.ts';
import { defaultSettings, type Settings } from '../../config/settings.ts';
import { createScheduleActivities } from '../../activities/scheduled/change-schedule.ts';
import { createScheduledActivities } from '../../activities/scheduled/scheduled.ts';
import { createStops } from '../../activities/stops.ts';
import { protectionWorkflow } from '../../api/protections.ts';
import { openFreezes } from '../../worker/open-freezes.ts';
import { stopSinks } from '../../worker/stop-sinks.ts';
import { scriptedLog } from '../workflow/scripted-log.ts';
import type { protection } from '../../workflows/protection.ts';
import { actQueue, watchQueue } from '../../workflows/queues.ts';
import { contextOf, fakeWorld } from '../unit/activities/world.ts';
import { workflowBundle } from '../workflow/environment.ts';
import { activitiesOf } from '../workflow/scripted-activities.ts';
import { protectionInput } from '../workflow/protection-under-test.ts';
import { servingWorld, type World } from '../workflow/world.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { temporalPath } from '../tools.ts';
import { runWorkers } from '../rigs/run-workers.ts';

const ATTRIBUTES = ['SluiceService', 'SluiceEnvironment', 'SluiceVersion', 'SluicePhase', 'SluiceOutcome'];

/** Everything that a test of the API or of the command line needs. */
export interface ApiRig {
  environment: TestWorkflowEnvironment;
  settings: Settings;
  /** Makes a world for the lane `SERVICE.production`, and a service file with these steps. */
  addService: (service: string, steps: string[], more?: string) => Promise<World>;
  /** A deployment of GitHub that waits for one person's approval in this lane, and what GitHub is told of it. */
  addDeployment: (lane: string) => Promise<{ repository: string; world: World }>;
  /** Starts the API; the port stays the same over restarts. */
  startApi: () => Promise<ApiServer>;
  startWorkers: () => Promise<{ stop: () => Promise<void> }>;
}

/** One Temporal server for a test file. */
export function useApiRig(): () => ApiRig {
  let rig: ApiRig | undefined;
  let folder: TemporaryFolder | undefined;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    folder = await temporaryFolder('api');
    rig = await createRig(folder.path);
  });
  afterAll(async () => {
    await rig?.environment.teardown();
    await folder?.remove();
  });
  return () => {
    if (rig === undefined) throw new Error('The rig is there in tests only.');
    return rig;
  };
}

async function createRig(folder: string): Promise<ApiRig> {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: temporalPath() },
      searchAttributes: ATTRIBUTES.map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
      log: { level: 'error', format: 'pretty' },
    },
  });
  const settings = defaultSettings(folder);
  settings.listen.port = 0;
  await mkdir(settings.definitions);
  const worlds = new Map<string, World>();
  return {
    environment,
    settings,
    addService: async (service, steps, more = '') => {
      const world = servingWorld();
      worlds.set(`${service}.production`, world);
      await writeFile(join(settings.definitions, `${service}.yaml`), serviceFile(service, steps, more));
      return world;
    },
    addDeployment: async (lane) => {
      const asked = protectionInput({ approvals: 1 });
      const repository = `acme/deploys-${asked.id}`;
      const world = servingWorld();
      worlds.set(asked.id, world);
      await environment.client.workflow.start<typeof protection>('protection', {
        workflowId: protectionWorkflow(asked.id),
        taskQueue: actQueue(settings.temporal.taskQueue),
        args: [{ ...asked, lane, repository }],
      });
      return { repository, world };
    },
    startApi: async () => {
      const { client } = environment;
      const { log } = fastify();
      const freezes = openFreezes(settings, () => client, pino({ level: 'silent' }));
      const api = await startServer({ client, settings, freezes, log, metrics: new Registry() });
      settings.listen.port = Number(new URL(api.address).port);
      return api;
    },
    startWorkers: async () => startWorkers(environment, settings, worlds),
  };
}

async function startWorkers(
  environment: TestWorkflowEnvironment,
  settings: Settings,
  worlds: Map<string, World>,
): Promise<{ stop: () => Promise<void> }> {
  const scripted = activitiesOf(worlds);
  const shared = {
    connection: environment.nativeConnection,
    activities: {
      ...scripted,
      watch: async (request: WatchRequest) => watchAloud(async () => scripted.watch(request)),
    },
    shutdownGraceTime: 0,
    // How soon a watch hears that it is to stop; each heartbeat is a call to the server, which costs a busy machine.
    maxHeartbeatThrottleInterval: 100,
    defaultHeartbeatThrottleInterval: 100,
  };
  const prefix = settings.temporal.taskQueue;
  // Schedules are Temporal's own, so that what is done with them is done for real.
  const { definitions, data: dataFolder } = settings;
  const context = {
    ...contextOf(fakeWorld()),
    client: () => environment.client,
    schedules: { definitions, dataFolder, taskQueue: prefix },
  };
  const workers = [
    await Worker.create({
      ...shared,
      activities: {
        ...shared.activities,
        ...createScheduleActivities(context),
        ...createScheduledActivities(context),
      },
      taskQueue: actQueue(prefix),
      sinks: { ...stopSinks(createStops()), ...scriptedLog(worlds) },
      workflowBundle: await workflowBundle(),
    }),
    await Worker.create({ ...shared, taskQueue: watchQueue(prefix) }),
  ];
  return runWorkers(workers);
}

/** What every scripted watch says of itself in its heartbeats. */
export const heartbeat: LiveWatch = {
  at: 1,
  sentence: 'waiting: 3 of 7 requests',
  evidence: [],
  observed: 480,
};

/** The scripted watch, its heartbeats with the details that the real one's have. */
async function watchAloud<T>(watch: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = context.heartbeat.bind(context);
  Object.assign(context, { heartbeat: () => beat({ heartbeat }) });
  return watch();
}

function serviceFile(service: string, steps: string[], more: string): string {
  return `service: ${service}
environments:
  production:
    platform: { process: { command: "node server.js", instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/${service}.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    metrics: { errors: { preset: traefik/errors } }
    ${more}
    steps:
${steps.map((step) => `      - ${step}`).join('\n')}
`;
}

/** Steps of a release that ends by itself within a second or two. */
export const QUICK = [
  'deploy',
  'shift: 5%',
  'bake: { until: safe, max: 30m }',
  'cutover',
  'keep: 1s',
  'retire',
];

/** Steps of a release that stands before an approval until somebody acts. */
export const APPROVED = ['deploy', 'shift: 5%', 'approve: { deadline: 1h }', 'cutover', 'keep: 1s', 'retire'];
