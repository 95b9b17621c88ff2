/** From what users write to the plan of one release. */
import { dirname } from 'node:path';
import { fastSteps } from './fast-steps.ts';
import { blockLengths } from './block-length.ts';
import { resolveNotifiers } from './notifiers/index.ts';
import type { Drain, Plan } from './plan.ts';
import { plannedBlocks } from './planned-blocks.ts';
import { resolveMetrics } from './resolve-metrics.ts';
import { comparedOf, resolveRules, rulesOf } from './resolve-rules.ts';
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
  const compared = comparedOf(input.metrics);
  const rules = resolveRules(rulesOf(input.metrics), folder);
  const { longestBlock: _longest, ...lengths } = blockLengths({ ...input, metrics: compared }, steps);
  const { block: _block, interval: _interval, ...weighing } = input.analysis;
  return {
    schemaVersion: 1,
    service,
    environment,
    platform: platform.resolve(folder),
    router,
    metrics: resolveMetrics(compared, { service, environment, router }, folder),
    ...(rules.length === 0 ? {} : { rules }),
    analysis: { ...weighing, ...lengths, plannedBlocks: plannedBlocks(steps, lengths.block) },
    notify: resolveNotifiers(input.notify, folder),
    drain: resolveDrain(input.drain),
    onBusy: input.onBusy,
    onDrift: input.onDrift,
    onFreeze: input.onFreeze,
    startInFreeze: input.startInFreeze,
    holdDeadline: input.hold.deadline,
    steps,
  };
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
