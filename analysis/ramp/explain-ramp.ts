import { whyWaiting } from '../explain.ts';
import { count, duration, significant } from '../figures.ts';
import type { Metric, Settings, VerdictState } from '../types.ts';
import type { RampSettings, Uncoverable } from './allowed.ts';
import { dwellSeconds, nextWeight, type RampDecision, type RampPosition } from './decide-ramp.ts';
import { faultCost } from './fault-cost.ts';
import { faultsOf } from './faults.ts';
import { outlook } from './outlook.ts';

/** What a ramp does now, for people. */
export interface RampTold {
  /** One plain sentence without a full stop. */
  sentence: string;
  /** The weight that is expected to follow, 0 to 1. */
  next?: number;
}

const CONDITIONS = { minRequests: 0, minSeconds: 0, deadlinePassed: false } as const;

/** Says what a ramp waits for, or why it raises the weight or ends. */
export function explainRamp(
  decision: RampDecision,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  ramp: RampSettings,
  position: RampPosition,
): RampTold {
  const at = `at ${percent(position.share)}`;
  switch (decision.kind) {
    case 'done':
      return { sentence: `passed: ${at} every required metric is shown to be within its safe margin` };
    case 'raise': {
      const why = whyRaised(decision.to, state, metrics, settings, ramp, position);
      return { sentence: `${at}, raised to ${percent(decision.to)}: ${why}`, next: decision.to };
    }
    case 'wait':
    case 'inconclusive': {
      const { text, next } = whyNot(decision, state, metrics, settings, ramp, position);
      const after = next === undefined ? '' : `, next ${percent(next)}`;
      const told =
        decision.kind === 'wait'
          ? `${at}${after}: waiting: ${text}`
          : `inconclusive: ${decision.reason}; the ramp stands ${at}: ${text}`;
      const costs = decision.uncoverable.map((each) => explainUncoverable(each, ramp.budget));
      return { sentence: [told, ...costs].join('; '), ...(next === undefined ? {} : { next }) };
    }
  }
}

/** A fault that no weight keeps within the budget, and what it costs, as a part of a sentence. */
function explainUncoverable({ cost, ...fault }: Uncoverable, budget: number): string {
  const expected = Number.isFinite(cost)
    ? `would cost about ${count(cost)} bad responses at any weight, more than the budget of ${count(budget)}`
    : 'would not be stopped by comparison at any weight';
  return `${faultText(fault)} ${expected}`;
}

function faultText({ metric, edge, ratio, rate }: Omit<Uncoverable, 'cost'>): string {
  const what = edge === undefined ? metric : `${metric} over ${significant(edge * 1000)} ms`;
  if (rate === undefined) return `${what} ${ratio} times as often`;
  return `${what} in ${rate >= 1 ? 'all' : percent(rate)} of the requests`;
}

function whyRaised(
  to: number,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  { budget }: RampSettings,
  position: RampPosition,
): string {
  const priced = faultsOf(metrics, state, settings, position).map((fault) => ({
    fault,
    cost: faultCost(fault.load, fault.ratio, to),
  }));
  const [first, ...others] = priced.filter(({ cost }) => Number.isFinite(cost));
  if (first === undefined) return 'nothing above the safe margin is left to pay for';
  const { fault, cost } = others.reduce((most, each) => (each.cost > most.cost ? each : most), first);
  return `what is not excluded yet would cost about ${count(cost)} bad responses there at most (${faultText(fault)}), of a budget of ${count(budget)}`;
}

function whyNot(
  decision: RampDecision & { kind: 'wait' | 'inconclusive' },
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  ramp: RampSettings,
  position: RampPosition,
): { text: string; next?: number } {
  const why = decision.kind === 'wait' ? decision.why : undefined;
  if (why === 'evidence' || why === 'warmup' || why === 'turned' || why === 'doubt')
    return { text: whyWaiting(state, metrics, settings, CONDITIONS) };
  const { granularity } = settings;
  const allowed =
    decision.allowed === undefined
      ? undefined
      : nextWeight(position.share, decision.allowed, ramp, granularity);
  if (why === 'dwell' && allowed !== undefined) return { text: stoodFor(state, position), next: allowed };
  const found = outlook(state, metrics, settings, ramp, position, why === 'top' || position.share >= ramp.to);
  if (found === undefined) return { text: stoodFor(state, position) };
  const { metric, seen, seconds, needed, perSecond, next } = found;
  if (seconds === undefined || needed === undefined)
    return { text: `at the rates seen ${metric} is not expected ever to be shown good enough` };
  const rate = `${duration(seconds)} at ${String(significant(perSecond, 2))} a second`;
  return {
    text: `${count(seen)} of about ${count(significant(needed))} candidate requests of ${metric}, ${rate}`,
    ...(next === undefined ? {} : { next }),
  };
}

function stoodFor({ stage }: VerdictState, { blockSeconds }: RampPosition): string {
  return `${duration(stage?.seconds ?? 0)} of at least ${duration(dwellSeconds(blockSeconds))} at this weight`;
}

function percent(share: number): string {
  return `${String(Number((share * 100).toFixed(2)))} %`;
}
