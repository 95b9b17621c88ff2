/** Workers on the time-skipping server with a scripted world behind them. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { Plan, Step } from '../../config/plan.ts';
import { resolveTestPlan } from './plans.ts';
import type { LaneInput, ReleaseInput, Submission } from '../../workflows/messages.ts';
import { actQueue, watchQueue } from '../../workflows/queues.ts';
import { testServerPath } from '../tools.ts';
import { activitiesOf, type World } from './world.ts';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows' bundle, made once a test file. */
export async function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, log: quiet },
  });
  return bundle;
}

/** A time-skipping server; ended by `teardown`. */
export async function startEnvironment(): Promise<TestWorkflowEnvironment> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath() } },
  });
  const KEYWORD = 2;
  const names = ['SluiceService', 'SluiceEnvironment', 'SluiceVersion', 'SluicePhase', 'SluiceOutcome'];
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(names.map((name) => [name, KEYWORD])),
  });
  return environment;
}

/** Runs both workers over a world while `act` runs. Every call has task queues of its own. */
export async function withWorkers<T>(
  environment: TestWorkflowEnvironment,
  world: World,
  act: (prefix: string) => Promise<T>,
): Promise<T> {
  const prefix = `test-${Math.random().toString(36).slice(2)}`;
  const activities = activitiesOf(world);
  const workflows = await workflowBundle();
  const shared = { connection: environment.nativeConnection, activities };
  const acts = await Worker.create({ ...shared, taskQueue: actQueue(prefix), workflowBundle: workflows });
  const watches = await Worker.create({
    ...shared,
    taskQueue: watchQueue(prefix),
    maxHeartbeatThrottleInterval: 50,
  });
  const watching = watches.run();
  try {
    return await acts.runUntil(act(prefix));
  } finally {
    watches.shutdown();
    await watching;
  }
}

/** The input of release 2 in a lane where v1 serves from blue. */
export function releaseInput(
  steps: Step[],
  more: Partial<ReleaseInput> = {},
  plan: Partial<Plan> = {},
): ReleaseInput {
  const id = more.id ?? `shop-${Math.random().toString(36).slice(2)}.production.2`;
  return {
    schemaVersion: 1,
    id,
    number: 2,
    lane: id.replace(/\.\d+$/, ''),
    kind: 'release',
    version: 'v2',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    plan: resolveTestPlan(steps, plan),
    actor: 'ann',
    reason: '',
    ...more,
  };
}

/** A lane of its own for one test. */
export function laneInput(): LaneInput {
  return { schemaVersion: 1, lane: `shop-${Math.random().toString(36).slice(2)}.production` };
}

/** A submit of a version with these steps. */
export function submission(version: string, steps: Step[], plan: Partial<Plan> = {}): Submission {
  return { actor: 'ann', reason: '', version, plan: resolveTestPlan(steps, plan) };
}

function quiet(): void {}
