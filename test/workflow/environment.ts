/** The time-skipping server, and workers on it with a scripted world behind them. */
import { setTimeout } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  scheduledStartTime,
  sluiceEnvironment,
  sluiceOutcome,
  sluicePhase,
  sluiceService,
  sluiceVersion,
} from '../../workflows/search-attributes.ts';
import { loadWorkflowBundle } from '../../worker/bundle.ts';
import { createStops } from '../../activities/stops.ts';
import { stopSinks } from '../../worker/stop-sinks.ts';
import { scriptedLog } from './scripted-log.ts';
import { actQueue, watchQueue } from '../../workflows/queues.ts';
import { temporalPath, testServerPath } from '../tools.ts';
import { activitiesOf } from './scripted-activities.ts';
import { scheduleActivities, scriptedSchedules, type ScriptedSchedules } from './scripted-schedules.ts';
import type { World } from './world.ts';
import { runWorkers } from '../rigs/run-workers.ts';
import { until } from '../rigs/until.ts';

const KEYWORD = 2;
const DATETIME = 6;
/** The state of an activity that no worker has. */
const SCHEDULED = 1;
/** Skipping takes a fraction of a second; this is in real milliseconds, on a machine that does much else. */
const SKIPPED_WITHIN = 30_000;
/** How long a server that skips is left alone before it is woken, in real milliseconds. */
const WOKEN_AFTER = 100;
/** So much of the server's time passes while it is found out whether it skips, in milliseconds. */
const LOOKED_FOR = 2000;
/** How long a test's end waits for what is under way, in milliseconds. */
const RESTS_WITHIN = 2000;
const ATTRIBUTES = [sluiceService, sluiceEnvironment, sluiceVersion, sluicePhase, sluiceOutcome];

/** The workflows' bundle, made once for all test files and every daemon as long as the sources are the same. */
export async function workflowBundle(): Promise<{ code: string }> {
  return loadWorkflowBundle(pino({ level: 'silent' }));
}

/** A server with workers on it; each lane has a world of its own. */
export interface Rig {
  environment: TestWorkflowEnvironment;
  /** Waits for results without skipping time: the server would skip ten years at the end of a workflow. */
  client: Client;
  /** Prefix of the task queues that the workers serve. */
  prefix: string;
  worlds: Map<string, World>;
  /** What Temporal has of schedules: the time-skipping server has none of its own. */
  schedules: ScriptedSchedules;
  /** Ids of workflows that a test started: what it leaves behind is ended before the next. */
  started: Set<string>;
  /** Whether lanes were played: each is ended while it looks at its router, and from then on no time is skipped. */
  hasLanes: boolean;
  /** Lets so much of the server's time pass, such as `25m`. Throws when its clock stands still. */
  skip(time: Parameters<TestWorkflowEnvironment['sleep']>[0]): Promise<void>;
}

/**
 * One server and its workers for a test file. Its tests run one after the other: they share its clock.
 * `skipping`: the time-skipping server. `real`: Temporal's dev server, for what the other does not do, which is to
 * tell a parent that its child was terminated, and to give the tasks of a worker that is gone to another one.
 */
export function useRig(kind: 'skipping' | 'real' = 'skipping'): () => Rig {
  let rig: (Rig & Stoppable) | undefined;
  let isBroken = false;
  beforeAll(async () => {
    rig = await startRig(kind);
  });
  // A server that lost a task never skips time again, so the next try, and the tests after it, get a new one. So it is
  // after a workflow that ended, by itself too, while an activity of it was under way, which on a busy machine happens.
  beforeEach(async () => {
    const isHeld = kind === 'skipping' && rig?.hasLanes === false && !(await skips(rig));
    if (!isBroken && !isHeld) return;
    isBroken = false;
    await rig?.stop();
    rig = await startRig(kind);
  });
  afterEach(async ({ task }) => {
    isBroken = task.result?.state === 'fail';
    const { client, started } = rig ?? {};
    const ends = [...(started ?? [])].map(async (id) => {
      const handle = client?.workflow.getHandle(id);
      if (handle !== undefined && !isBroken) await rest(handle);
      await handle?.terminate();
    });
    started?.clear();
    await Promise.allSettled(ends);
  });
  afterAll(async () => rig?.stop());
  return () => {
    if (rig === undefined) throw new Error('The rig is there in tests only.');
    return rig;
  };
}

/** Starts a server and its workers. */
export async function startRig(kind: 'skipping' | 'real'): Promise<Rig & Stoppable> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const environment = await (kind === 'real' ? startReal() : startSkipping());
  const client = new Client({ connection: environment.connection });
  const skip: Rig['skip'] = async (time) =>
    environment.connection.withDeadline(Date.now() + SKIPPED_WITHIN, async () =>
      keepAwake(environment, environment.sleep(time)),
    );
  const schedules = scriptedSchedules();
  const worlds = new Map<string, World>();
  const more = { prefix: 'test', worlds, schedules, started: new Set<string>(), hasLanes: false, skip };
  const rig: Rig = { environment, client, ...more };
  const workers = await startWorkers(rig, rig.prefix);
  return {
    ...rig,
    stop: async () => {
      await workers.stop();
      await environment.teardown();
    },
  };
}

/**
 * Wakes the time-skipping server until so much of its time has passed. While a task is under way its clock sleeps until
 * the next timer, in real time, and it sleeps on when that task ends and sets no timer. Each unlock of the clock wakes it.
 */
async function keepAwake({ connection }: TestWorkflowEnvironment, passed: Promise<void>): Promise<void> {
  const { testService } = connection;
  let isOver = false;
  const end = passed.finally(() => (isOver = true));
  const settled = end.catch(() => undefined);
  for (;;) {
    await Promise.race([settled, setTimeout(WOKEN_AFTER)]);
    if (isOver || testService === undefined) return end;
    await testService.lockTimeSkipping({});
    await testService.unlockTimeSkipping({});
  }
}

/** Whether the server skips time. */
async function skips({ environment }: Rig): Promise<boolean> {
  const began = Date.now();
  await keepAwake(environment, environment.sleep(LOOKED_FOR));
  return Date.now() - began < LOOKED_FOR;
}

/** Waits until a workflow has ended, or nothing of it is under way but what waits for its next try. */
async function rest(handle: WorkflowHandle): Promise<void> {
  await until(
    `${handle.workflowId} to rest`,
    async () => {
      const { status, raw } = await handle.describe();
      const { pendingActivities: activities, pendingWorkflowTask: task } = raw;
      const isUnderWay = activities?.some(({ state, attempt }) => state !== SCHEDULED || attempt === 1);
      return status.name !== 'RUNNING' || (isUnderWay !== true && !task);
    },
    RESTS_WITHIN,
  ).catch(() => undefined);
}

async function startReal(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: temporalPath() },
      searchAttributes: ATTRIBUTES,
    },
  });
}

async function startSkipping(): Promise<TestWorkflowEnvironment> {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath() } },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: {
      ...Object.fromEntries(ATTRIBUTES.map(({ name }) => [name, KEYWORD])),
      // Others have it by themselves.
      [scheduledStartTime.name]: DATETIME,
    },
  });
  return environment;
}

/** What was started, and is to be stopped again. */
export interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts both workers over the rig's worlds; the prefix names their task queues. Their stop tells the activities
 * that run, which are repeated by the next worker.
 */
export async function startWorkers(
  { environment, worlds, schedules }: Rig,
  prefix: string,
): Promise<Stoppable> {
  const shared = {
    connection: environment.nativeConnection,
    activities: { ...activitiesOf(worlds), ...scheduleActivities(schedules) },
    shutdownGraceTime: 50,
    // How soon a watch hears that it is to stop; each heartbeat is a call to the server, which costs a busy machine.
    maxHeartbeatThrottleInterval: 50,
    defaultHeartbeatThrottleInterval: 50,
  };
  const workers = [
    await Worker.create({
      ...shared,
      taskQueue: actQueue(prefix),
      sinks: { ...stopSinks(createStops()), ...scriptedLog(worlds) },
      workflowBundle: await workflowBundle(),
      // What waits for a worker that is gone goes to the next one this soon.
      stickyQueueScheduleToStartTimeout: 200,
    }),
    await Worker.create({ ...shared, taskQueue: watchQueue(prefix) }),
  ];
  return runWorkers(workers);
}
