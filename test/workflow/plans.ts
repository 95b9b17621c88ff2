import type { BakeStep, MetricConfig, Plan, RampStep, RunStep, Step } from '../../config/plan.ts';
import { analysisConfig } from '../rigs/analysis-config.ts';

const MINUTE = 60_000;

/** The usual steps of these tests. */
export const deploy: Step = { kind: 'deploy', deadline: 10 * MINUTE };
export const smoke: Step = {
  kind: 'smoke',
  checks: [{ kind: 'get', path: '/', status: 200, timeout: 1000 }],
  deadline: MINUTE,
};
export const cutover: Step = { kind: 'cutover', deadline: MINUTE };
export const retire: Step = { kind: 'retire' };
export const approve = {
  kind: 'approve',
  count: 1,
  role: 'approver',
  deadline: 60 * MINUTE,
  onDeadline: 'revert',
} satisfies Step;

/** A shift to a weight in basis points. */
export function shift(to: number): Step {
  return { kind: 'shift', to, deadline: MINUTE };
}

/** A bake of at most 30 minutes. */
export function bake(more: Partial<BakeStep> = {}): Step {
  return {
    kind: 'bake',
    until: 'safe',
    min: 0,
    max: 30 * MINUTE,
    minRequests: 0,
    onFail: 'revert',
    onInconclusive: 'hold',
    ...more,
  };
}

/** A ramp from 1 % to 50 % of at most an hour. */
export function ramp(more: Partial<RampStep> = {}): Step {
  return {
    kind: 'ramp',
    budget: 50,
    from: 100,
    to: 5000,
    maxFactor: 5,
    max: 60 * MINUTE,
    onFail: 'revert',
    onInconclusive: 'hold',
    ...more,
  };
}

/** The share of failed requests, read from a page. */
export const errorMetric: MetricConfig = {
  name: 'errors',
  source: { kind: 'scrape', url: 'http://metrics', series: 'requests', labels: { blue: {}, green: {} } },
  bad: { kind: 'labels', labels: { code: '5..' } },
  weight: 1,
  margin: 1.25,
  safeMargin: 2,
  negligible: 0.001,
  floor: 0.001,
  required: true,
};

/** A keep of so many milliseconds: it passes in real time, since the watch runs beside it. */
export function keep(milliseconds: number): Step {
  return { kind: 'keep', for: milliseconds };
}

/** A command; its undo is another one where there is any. */
export function run(command: string, more: Partial<Pick<RunStep, 'onFail'>> & { undo?: string } = {}): Step {
  const hook = { kind: 'command', command, directory: '/', environment: {}, timeout: MINUTE } as const;
  const { undo, onFail = 'hold' } = more;
  return { kind: 'run', hook, ...(undo === undefined ? {} : { undo: { ...hook, command: undo } }), onFail };
}

/** A gate that asks a command. */
export const gate: Step = {
  kind: 'gate',
  gate: {
    kind: 'command',
    command: './scan.sh',
    directory: '/',
    environment: {},
    timeout: MINUTE,
    report: { kind: 'printed' },
  },
};

/** Every step kind once. */
export const everyStep: Step[] = [
  gate,
  deploy,
  smoke,
  run('./migrate.sh', { undo: './migrate-back.sh' }),
  shift(500),
  bake(),
  approve,
  cutover,
  keep(100),
  retire,
];

/** The steps of a rollback or a hotfix. */
export const fast: Step[] = [deploy, smoke, cutover, keep(30), retire];

/** A plan of these steps over a world that does not look at its configuration. */
export function resolveTestPlan(steps: Step[], more: Partial<Plan> = {}): Plan {
  return {
    schemaVersion: 1,
    service: 'shop',
    environment: 'production',
    platform: {
      kind: 'process',
      command: 'true',
      directory: '/',
      instances: 2,
      portVariable: 'PORT',
      readyPath: '/health',
      environment: {},
      grace: 1000,
    },
    router: {
      kind: 'traefik',
      file: '/dynamic/shop.yaml',
      temporaryFolder: '/temporary',
      metrics: 'http://127.0.0.1:1/metrics',
      api: 'http://127.0.0.1:1',
      rule: 'PathPrefix(`/`)',
      entryPoints: [],
    },
    metrics: [],
    analysis: analysisConfig(10_000, { plannedBlocks: 100 }),
    notify: [{ kind: 'log' }],
    drain: { kind: 'wait', wait: 1000 },
    onBusy: 'queue',
    onDrift: 'restore',
    holdDeadline: 60 * MINUTE,
    steps,
    ...more,
  };
}
