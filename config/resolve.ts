/** From what users write to the plan of one release. */
import { dirname } from 'node:path';
import { fastSteps } from './fast-steps.ts';
import type { Drain, Milliseconds, Plan, Step } from './plan.ts';
import { resolveMetrics } from './resolve-metrics.ts';
import { resolveSteps } from './resolve-steps.ts';
import type { EnvironmentInput } from './schema/environment.ts';
import type { ServiceFile } from './service-file.ts';
import { strategySteps } from './strategies.ts';

/**
 * The plan of one environment, every default filled in and every path absolute. Undefined when the file has
 * no such environment. References to secrets stay references. `fast`: with the steps of a rollback or a hotfix.
 */
export function resolvePlan(
  serviceFile: ServiceFile,
  environment: string,
  pace: 'careful' | 'fast' = 'careful',
): Plan | undefined {
  if (!Object.hasOwn(serviceFile.environments, environment)) return undefined;
  const input = serviceFile.environments[environment];
  if (input === undefined) return undefined;
  const { service, file } = serviceFile;
  const folder = dirname(file);
  const router = input.router.resolve(folder);
  const { strategy, platform } = input;
  const { readyPath } = platform;
  const written = strategy === undefined ? (input.steps ?? []) : strategySteps(strategy, readyPath);
  const whole = resolveSteps(written, folder);
  const steps = pace === 'fast' ? fastSteps(whole, readyPath) : whole;
  return {
    schemaVersion: 1,
    service,
    environment,
    platform: platform.resolve(folder),
    router,
    metrics: resolveMetrics(input.metrics, { service, environment, router }, folder),
    analysis: { ...input.analysis, plannedBlocks: plannedBlocks(steps, input.analysis.block) },
    notify: input.notify.map((kind) => ({ kind })),
    drain: resolveDrain(input.drain),
    onBusy: input.onBusy,
    onDrift: input.onDrift,
    holdDeadline: input.hold.deadline,
    steps,
  };
}

/**
 * How many blocks the release may take from the first shift to the cutover at most: the spread over which
 * late alternatives are weighed (verdict.md §1 and §3). At least 1.
 */
export function plannedBlocks(steps: readonly Step[], block: Milliseconds): number {
  const first = steps.findIndex(({ kind }) => kind === 'shift');
  const cutover = steps.findIndex(({ kind }) => kind === 'cutover');
  if (first < 0 || cutover < first) return 1;
  const time = steps.slice(first, cutover).reduce((sum, step) => sum + longest(step), 0);
  return Math.max(1, Math.ceil(time / block));
}

function longest(step: Step): Milliseconds {
  if (step.kind === 'bake') return step.max;
  if (step.kind === 'run') return step.hook.timeout;
  if (step.kind === 'gate') return step.gate.timeout;
  return step.kind === 'shift' || step.kind === 'approve' ? step.deadline : 0;
}

function resolveDrain({ metric, path, atMost, deadline, wait }: EnvironmentInput['drain']): Drain {
  if (metric === undefined) return { kind: 'wait', wait: wait ?? 30_000 };
  return {
    kind: 'metric',
    path: path ?? '/metrics',
    metric,
    atMost: atMost ?? 0,
    deadline: deadline ?? 30_000,
  };
}
