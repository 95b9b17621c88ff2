import type { GateConfig } from '../config/gates/gate.ts';
import type { HookConfig } from '../config/hooks/hook.ts';
import type { NotifierConfig } from '../config/notifiers/index.ts';
import type { RuleQuery } from '../config/queries/index.ts';
import type { SourceQuery } from '../config/sources/index.ts';
import type { ProviderContext } from '../providers/context.ts';
import type { Gate } from '../providers/gates/gate.ts';
import { createGate } from '../providers/gates/index.ts';
import type { Hook } from '../providers/hooks/hook.ts';
import type { Github } from '../providers/github/client.ts';
import { createGithub } from '../providers/github/client.ts';
import { createHook } from '../providers/hooks/index.ts';
import { createMetricSource, createScalarSource } from '../providers/metrics/index.ts';
import type { MetricSource } from '../providers/metrics/metric-source.ts';
import type { ScalarSource } from '../providers/metrics/scalar-source.ts';
import { createNotifier } from '../providers/notifiers/index.ts';
import type { Notifier } from '../providers/notifiers/notifier.ts';
import { createPlatform } from '../providers/platforms/index.ts';
import type { Platform } from '../providers/platforms/platform.ts';
import { createRouter } from '../providers/routers/index.ts';
import type { Router } from '../providers/routers/router.ts';
import type { Place } from './types.ts';

/** The providers of one call, made from what the plan says. Making one does no I/O. */
export interface World {
  router(place: Place): Router;
  platform(place: Place): Platform;
  metricSource(query: SourceQuery): MetricSource;
  scalarSource(query: RuleQuery): ScalarSource;
  notifier(config: NotifierConfig): Notifier;
  hook(config: HookConfig, lane: string): Hook;
  gate(config: GateConfig, lane: string): Gate;
  /** Throws where the settings do not say how it is reached. */
  github(): Github;
}

/** The real world. */
export function createWorld(context: ProviderContext): World {
  return {
    router: ({ router, lane }) => createRouter(router, lane, context),
    platform: ({ platform, lane }) => createPlatform(platform, lane, context),
    metricSource: (query) => createMetricSource(query, context),
    scalarSource: (query) => createScalarSource(query, context),
    notifier: (config) => createNotifier(config, context),
    hook: (config, lane) => createHook(config, lane, context),
    gate: (config, lane) => createGate(config, lane, context),
    github: () => {
      if (context.github === undefined) throw new Error('the settings have no github');
      return createGithub(context.github, context.environment);
    },
  };
}
