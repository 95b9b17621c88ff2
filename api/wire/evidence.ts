/** The evidence of one metric as the API shows it; `docs/verdict.md` says what the figures mean. */
import { z } from 'zod';
import { wire } from './registry.ts';

// Logarithms of evidence may be minus infinity, which JSON writes as null.
const logE = z.number().nullable();
const side = z.object({ total: z.number(), bad: z.array(z.number()) });
const tally = z.object({ candidate: side, stable: side });
const rates = z.array(z.number().nullable());

const calibration = z.object({
  method: z.enum(['pairs', 'halves', 'assumed', 'given']),
  blockIntervals: z.number().describe('Base intervals in a block.'),
  burstDivisor: z.number(),
  phi: z
    .number()
    .nullable()
    .describe('How many times more than by chance bad requests vary; null: not measured.'),
  badEvents: z.number().describe('Bad requests that it was measured from.'),
  spread: z.object({ sigma: z.number(), stableInstances: z.number() }).exactOptional(),
});
const weighed = z.object({
  burstDivisor: z.number().exactOptional(),
  margin: z.number().exactOptional(),
  safeMargin: z.number().exactOptional(),
  controlMargin: z.number().exactOptional(),
  limit: z.number().exactOptional(),
});

/** What is known of one metric. */
export const metricEvidence = z
  .object({
    name: z.string(),
    required: z.boolean().describe('A pass needs this metric proven safe.'),
    calibration: calibration
      .exactOptional()
      .describe('How the divisor of its evidence is known; absent where there is no stable side.'),
    weighed: weighed
      .exactOptional()
      .describe("How the newest block was weighed, where that is not by the plan's own figures."),
    control: z
      .object({ logE: z.number().nullable(), broken: z.boolean() })
      .nullable()
      .exactOptional()
      .describe('The negative control between two halves of the stable instances; null where it is not run.'),
    fasterLogE: logE
      .exactOptional()
      .describe('Of a latency metric: ln of the evidence that the candidate is faster.'),
    stage: tally.describe('Requests at the present weight.'),
    overall: tally.describe('Requests of the whole release.'),
    rates: z
      .object({ candidate: rates, stable: rates })
      .describe('Bad over total at the present weight, by edge; null without requests.'),
    harmLogE: logE,
    harmEvidence: z
      .number()
      .nullable()
      .describe("The metric's part of the evidence of harm; 100 in all is the bound."),
    aboveFloor: z.boolean(),
    safeLogE: logE.describe('ln of the evidence of safety; the bound is ln(1/beta).'),
    proven: z.boolean(),
    // A release that began before this was told has evidence without it.
    edges: z
      .array(z.number())
      .exactOptional()
      .describe(
        'Edges in seconds, in the order of the rates; none of an error metric, [0] until they are chosen.',
      ),
    leftOut: z.array(z.number()).describe('Edges in seconds that too few requests pass.'),
    exclusionBound: z
      .number()
      .nullable()
      .describe('Not worse than this many times the stable side; null excludes nothing yet.'),
    rateBound: z.number().describe('The bad rate was not above this; 1 is no bound.'),
    withdrawn: z.boolean().describe('The evidence has turned: the two bounds hold no more.'),
    limit: z
      .object({
        harmLogE: logE,
        // A release that began before this was told has evidence without it.
        harmEvidence: z
          .number()
          .exactOptional()
          .describe('Its part of the evidence of being above a limit; 100 in all is the bound.'),
        safeLogE: logE,
      })
      .exactOptional()
      .describe('Against its limit, which is judged without a stable side, too.'),
    secondsUntilSafe: z.number().nullable().exactOptional(),
  })
  .register(wire, { id: 'MetricEvidence' });

/** What is known of one metric, on the wire. */
export type MetricEvidence = z.output<typeof metricEvidence>;

/** How a ramp stands, on the wire. */
export const rampView = z
  .object({
    weight: z.number().describe('The present weight in basis points.'),
    next: z
      .number()
      .exactOptional()
      .describe(
        'The weight that is expected to follow; absent at the top, and while nothing is known of it.',
      ),
    sentence: z.string().describe('Where it stands, and what it waits for.'),
    uncoverable: z
      .array(
        z.object({
          metric: z.string(),
          edge: z.number().exactOptional().describe('Of a latency metric, in seconds.'),
          ratio: z.number().describe("The candidate's bad rate over the stable side's."),
          rate: z.number().exactOptional().describe('Given where this share of its requests would fail.'),
          cost: z.number().nullable().describe('Expected bad responses; null: it is never stopped.'),
        }),
      )
      .describe('Faults that cost more than the budget at every weight.'),
  })
  .register(wire, { id: 'RampView' });
const ruleMeasurement = z.object({
  at: z.number().describe('When it ended, milliseconds since the epoch.'),
  outcome: z.enum(['success', 'failure', 'inconclusive', 'error', 'running']),
  value: z.string().exactOptional().describe('What was answered; cut where it is long.'),
  message: z.string().exactOptional().describe('Why there is no answer; of the newest measurement alone.'),
});

/** What is known of one rule. It carries no error bound. */
export const ruleEvidence = z
  .object({
    name: z.string(),
    phase: z.enum(['Pending', 'Running', 'Successful', 'Inconclusive', 'Error', 'Failed']),
    message: z.string().exactOptional().describe('Which limit is broken.'),
    dryRun: z.boolean().describe('Shown, and never counted.'),
    count: z.number().describe('Measurements with an answer.'),
    needed: z.number().exactOptional().describe('Answers until it is over; absent where it goes on.'),
    failures: z.number(),
    inconclusive: z.number(),
    errors: z.number(),
    measurements: z.array(ruleMeasurement).describe('The newest ones, at most 10, the oldest first.'),
  })
  .register(wire, { id: 'RuleEvidence' });

/** What is known of one rule, on the wire. */
export type RuleEvidence = z.output<typeof ruleEvidence>;

/** What the running watch says of itself in each heartbeat, about once a second. */
export const liveWatch = z
  .object({
    at: z.number().describe('Milliseconds since the epoch.'),
    sentence: z.string(),
    evidence: z.array(metricEvidence),
    rules: z.array(ruleEvidence).exactOptional(),
    readBack: z
      .number()
      .exactOptional()
      .describe(
        "The candidate's share in basis points by the router's own account, read every few seconds; absent where it could not be read.",
      ),
    observed: z.number().exactOptional().describe("The candidate's observed share in basis points."),
    ramp: rampView.exactOptional(),
  })
  .register(wire, { id: 'LiveWatch' });

/** The newest heartbeat of the watch, on the wire. */
export type LiveWatch = z.output<typeof liveWatch>;
