/** Every rule that one environment has to meet beyond the form of its keys. */
import type { z } from 'zod';
import { blockLengths } from '../block-length.ts';
import { below, type Finding } from '../finding.ts';
import { notifierFindings } from '../notifiers/index.ts';
import { comparedOf, rulesOf } from '../resolve-rules.ts';
import { environment, type EnvironmentInput } from '../schema/environment.ts';
import type { RuleInput } from '../schema/rule.ts';
import { strategySteps } from '../strategies.ts';
import { approvalFindings } from './approvals.ts';
import { bakeFindings } from './bakes.ts';
import { blockFindings } from './blocks.ts';
import { drainFindings } from './drain.ts';
import { historyFindings } from './history.ts';
import { metricFindings } from './metrics.ts';
import { orderFindings } from './order.ts';
import { rampFindings } from './ramps.ts';
import { ruleBakeFindings } from './rule-bakes.ts';
import { ruleFindings } from './rule-metrics.ts';
import { scheduleFindings } from './schedules.ts';

/**
 * What is wrong in an environment beyond the form of its keys. `written` is as it stands in the file: a rule
 * is asked wherever its own keys can be read, so that one mistake does not hide another. `folder` is the
 * folder of the service file. Paths begin in the environment.
 */
export function environmentFindings(written: object, folder: string): Finding[] {
  const { platform, router, metrics, rules, drain, analysis, notify, schedules } = readable(written);
  const entries = new Map<string, unknown>(
    Object.entries('metrics' in written ? (written.metrics ?? {}) : {}),
  );
  return [
    ...(platform === undefined ? [] : below(['platform', platform.kind], platform.findings())),
    ...(router === undefined ? [] : below(['router', router.kind], router.findings(folder))),
    ...(drain === undefined ? [] : drainFindings(drain)),
    ...Object.entries(metrics ?? {}).flatMap(([name, metric]) =>
      below(['metrics', name], metricFindings(metric, router?.kind)),
    ),
    ...Object.entries(rules ?? {}).flatMap(([name, rule]) =>
      below(['metrics', name], ruleFindings(rule, entries.get(name))),
    ),
    ...(metrics === undefined || analysis === undefined ? [] : blockFindings(metrics, analysis, router)),
    ...(notify === undefined ? [] : below(['notify'], notifierFindings(notify))),
    ...scheduleFindings(schedules, 'latest' in written),
    ...stepFindings(written),
  ];
}

/** Steps are written or named by a strategy, one of the two; and both kinds must be able to end. */
function stepFindings(written: object): Finding[] {
  const expected = 'a list of steps, or a strategy such as canary';
  if ('steps' in written && 'strategy' in written) {
    return [
      { path: ['strategy'], at: 'key', message: 'strategy stands beside steps', expected: 'one of the two' },
    ];
  }
  if (!('steps' in written) && !('strategy' in written)) {
    return [{ path: [], at: 'key', message: 'there are no steps', expected }];
  }
  const { steps, strategy, metrics, rules, analysis, router } = readable(written);
  const findings =
    steps === undefined ? [] : below(['steps'], [...orderFindings(steps), ...approvalFindings(steps)]);
  if (metrics === undefined || rules === undefined || analysis === undefined) return findings;
  // The ready path only matters to the smoke step, about which there is no rule here.
  const expanded = strategy === undefined ? [] : strategySteps(strategy, '/');
  const lengths = blockLengths(
    { metrics, analysis, ...(router === undefined ? {} : { router }) },
    steps ?? expanded,
  );
  const times = { ...lengths, warmup: analysis.warmup };
  const measured = { metrics, rules };
  if (steps !== undefined) {
    findings.push(...below(['steps'], bakeFindings(steps, measured, times, router)));
    findings.push(...below(['steps'], rampFindings(steps, measured, times, router)));
  }
  const [refused] = bakeFindings(expanded, measured, times, router);
  if (refused !== undefined) findings.push({ ...refused, path: ['strategy'] });
  findings.push(...below(['metrics'], ruleBakeFindings(rules, steps ?? expanded)));
  return [...findings, ...historyFindings(steps ?? expanded, Object.keys(metrics).length, lengths)];
}

/** The keys of an environment that can be read by themselves; rules are told from the metrics that compare. */
type Readable = { [Key in keyof EnvironmentInput]?: EnvironmentInput[Key] | undefined } & {
  rules?: Record<string, RuleInput> | undefined;
};

function readable(written: object): Readable {
  const values = new Map<string, unknown>(Object.entries(written));
  const { platform, router, metrics, drain, notify, steps, strategy, analysis, schedules } =
    environment.shape;
  const measured = read(metrics, values.get('metrics'));
  return {
    platform: read(platform, values.get('platform')),
    router: read(router, values.get('router')),
    ...(measured === undefined ? {} : { metrics: comparedOf(measured), rules: rulesOf(measured) }),
    drain: read(drain, values.get('drain')),
    schedules: read(schedules, values.get('schedules')),
    notify: read(notify, values.get('notify')),
    steps: read(steps, values.get('steps')),
    strategy: read(strategy, values.get('strategy')),
    analysis: read(analysis, values.get('analysis')),
  };
}

function read<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}
