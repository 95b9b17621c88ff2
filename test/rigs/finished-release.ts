/** Reports of finished releases, their evidence played by the verdict itself. */
import type { Report } from '../../activities/archive/report.ts';
import { summarise } from '../../analysis/summary.ts';
import type { Cause, Outcome, StepStatus } from '../../workflows/messages.ts';
import { describeStep } from '../../workflows/labels.ts';
import type { Evidence } from '../../analysis/judge/evidence.ts';
import { release as played } from '../unit/analysis/judge/played.ts';
import { play, settings, type Row } from '../unit/analysis/release.ts';
import { checkout, planOf } from '../unit/web/plan/plans.ts';

const BEGAN = Date.UTC(2026, 0, 5, 3, 0, 0);
const HOUR = 3_600_000;

/** What is different from one finished release to another. */
interface Ended {
  rows: readonly Row[];
  outcome: Outcome;
  cause?: Cause;
  sentence: string;
  /** As in a service file, between deploy and keep. */
  steps: readonly string[];
  /** So many of all steps were done; the next one failed where the release did not complete. */
  done: number;
  metrics?: string;
}

/** Number so many of `checkout.production`: `vN` over the version before it. */
export function finishedRelease(number: number, ended: Ended): Report {
  const { rows, outcome, cause, sentence, done } = ended;
  const plan = planOf(checkout(ended.steps, ended.metrics));
  const at = BEGAN + number * 24 * HOUR;
  const bakes = plan.steps.flatMap(({ kind }, i) => (kind === 'bake' ? [i] : []));
  const evidence = begunAt(at, played(rows), bakes);
  const shared = {
    id: `checkout.production.${number}`,
    lane: 'checkout.production',
    number,
    kind: 'release',
    version: `v${number}`,
    candidate: { slot: 'green', version: `v${number}` },
    stable: { slot: 'blue', version: `v${number - 1}` },
    actor: 'ann',
    reason: '',
  } as const;
  const { metrics = [], blocks } = evidence;
  const steps = plan.steps.map((step, i): StepStatus => {
    const rest = { kind: step.kind, label: describeStep(step) };
    if (i > done || (i === done && outcome === 'completed')) return { ...rest, state: 'skipped' };
    const took = { startedAt: at + i * 61_000, finishedAt: at + (i + 1) * 61_000 - number * 1000 };
    return { ...rest, ...took, state: i === done ? 'failed' : 'done' };
  });
  return {
    schemaVersion: 1,
    id: shared.id,
    input: { schemaVersion: 1, ...shared, plan },
    status: {
      ...shared,
      phase: 'finished',
      outcome,
      ...(cause === undefined ? {} : { cause }),
      sentence,
      startedAt: at,
      finishedAt: at + done * 61_000,
      step: done,
      token: `${done}.1`,
      steps,
      traffic: { asked: 0, readBack: 0, observed: 0, proven: true, at },
      approvals: [],
      evidence: summarise(play(metrics, blocks), metrics, settings),
      events: 1,
    },
    events: [{ number: 1, at, kind: 'started', message: 'the release began', actor: 'ann' }],
    evidence,
  };
}

/** The same, with its times from a moment on, and its decisions those of the bakes in their order. */
function begunAt(at: number, evidence: Evidence, bakes: readonly number[]): Evidence {
  return {
    ...evidence,
    blocks: evidence.blocks.map((block) => ({ ...block, start: at + block.start })),
    decisions: evidence.decisions.map(({ bake, ...decision }, i) => ({
      ...decision,
      at: at + decision.at,
      ...(bakes[i] === undefined ? {} : { step: bakes[i] }),
      ...(bake === undefined
        ? {}
        : { bake: { ...bake, minUntil: at + bake.minUntil, maxUntil: at + bake.maxUntil } }),
    })),
  };
}
