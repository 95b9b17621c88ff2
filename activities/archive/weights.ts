import { z } from 'zod';
import type { Weight } from '../../analysis/judge/evidence.ts';
import type { Block } from '../../analysis/types.ts';
import type { ReleaseEvent } from '../../workflows/messages.ts';

const writtenSchema = z.object({ weight: z.number(), effectiveAt: z.number() });
const observedSchema = z.object({ kind: z.string(), observed: z.number().exactOptional() });

/** What was asked of the router, each time, and what was seen of it until it was asked again. Pure. */
export function weightsOf(
  events: readonly ReleaseEvent[],
  blocks: readonly Block[],
  firstMetric: string | undefined,
): Weight[] {
  const weights: Weight[] = [];
  for (const { kind, step, data } of events) {
    const written = kind === 'written' ? writtenSchema.safeParse(data).data : undefined;
    if (written !== undefined) {
      const { weight: asked, effectiveAt } = written;
      weights.push({ ...(step === undefined ? {} : { step }), asked, effectiveAt });
    }
    const seen = kind === 'observed' ? observedSchema.safeParse(data).data : undefined;
    const last = weights.at(-1);
    if (seen === undefined || last === undefined) continue;
    last.seen = seen.kind;
    if (seen.observed !== undefined) last.observed = seen.observed;
  }
  return weights.map((weight, i) => {
    const until = weights[i + 1]?.effectiveAt ?? Number.POSITIVE_INFINITY;
    const during = blocks.filter(({ start }) => start >= weight.effectiveAt && start < until);
    return during.length === 0 ? weight : { ...weight, requests: requestsIn(during, firstMetric) };
  });
}

function requestsIn(blocks: readonly Block[], metric = ''): NonNullable<Weight['requests']> {
  return blocks.reduce(
    (sum, { counts }) => ({
      candidate: sum.candidate + (counts[metric]?.candidate?.total ?? 0),
      stable: sum.stable + (counts[metric]?.stable?.total ?? 0),
    }),
    { candidate: 0, stable: 0 },
  );
}
