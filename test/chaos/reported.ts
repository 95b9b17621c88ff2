import { z } from 'zod';

const placement = z.object({ slot: z.enum(['blue', 'green']), version: z.string() });
const counts = z.looseObject({ total: z.number() });

const event = z.object({
  number: z.number(),
  at: z.number(),
  kind: z.string(),
  message: z.string(),
  step: z.number().exactOptional(),
  actor: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  data: z.record(z.string(), z.unknown()).exactOptional(),
});

const decision = z.object({
  at: z.number(),
  block: z.number().nullable(),
  stage: z.string(),
  kind: z.enum(['pass', 'fail', 'inconclusive', 'hold']),
  reason: z.string(),
  message: z.string(),
  beside: z.boolean(),
  step: z.number().exactOptional(),
  bake: z.unknown().optional(),
});

const block = z.object({
  start: z.number(),
  stage: z.string(),
  counts: z.record(
    z.string(),
    z.object({ candidate: counts.exactOptional(), stable: counts.exactOptional() }),
  ),
});

/** A report in the archive, as far as it is judged from outside. */
export const reported = z.object({
  id: z.string(),
  input: z.object({
    number: z.number(),
    kind: z.enum(['release', 'rollback', 'hotfix', 'recovery']),
    version: z.string(),
    candidate: placement,
    stable: placement.nullable(),
    actor: z.string(),
    reason: z.string(),
    plan: z.looseObject({ steps: z.array(z.looseObject({ kind: z.string() })) }),
  }),
  status: z.object({
    outcome: z.enum(['completed', 'reverted', 'refused', 'left']),
    cause: z.string().exactOptional(),
    startedAt: z.number(),
    finishedAt: z.number(),
    steps: z.array(z.looseObject({ kind: z.string(), state: z.string() })),
  }),
  events: z.array(event),
  evidence: z.object({
    metrics: z.array(z.looseObject({ name: z.string(), required: z.boolean() })).exactOptional(),
    blocks: z.array(block),
    decisions: z.array(decision),
  }),
});

/** One report. */
export type Reported = z.output<typeof reported>;
