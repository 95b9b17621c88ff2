import { z } from 'zod';
import type { PrometheusScalar } from '../../../config/queries/prometheus.ts';
import type { ProviderContext } from '../../context.ts';
import { atMost, type ScalarSource } from '../scalar-source.ts';
import { ask } from './ask.ts';

const sample = z.tuple([z.number(), z.string()]);
const answer = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('scalar'), result: sample }),
  z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ value: sample.optional(), histogram: z.unknown().optional() })),
  }),
]);
const otherType = z.object({ resultType: z.string() });

/** An instant query: the value of a scalar, or of each series of a vector. Secrets are resolved at each request. */
export function createPrometheusScalar(context: ProviderContext): ScalarSource {
  return {
    async scalar(query: PrometheusScalar, slot, at, signal) {
      const expression = query.expressions[slot];
      const question = { expression, at, ownStyle: true } as const;
      return ask(query, question, context.environment, signal, (data) =>
        atMost(valuesOf(data, query.url, expression), `${expression} at ${query.url}`),
      );
    },
  };
}

function valuesOf(data: unknown, url: string, expression: string): number[] {
  const read = answer.safeParse(data).data;
  if (read === undefined) {
    const type = otherType.safeParse(data).data?.resultType ?? 'unknown';
    const next = type === 'matrix' ? 'Leave the range out, or put a function such as rate() around it.' : '';
    throw new Error(
      `${url} answered ${expression} with a result of type ${type}, not with numbers. ${next}`.trim(),
    );
  }
  if (read.resultType === 'scalar') return [numberOf(read.result[1])];
  return read.result.map(({ value }) => {
    if (value !== undefined) return numberOf(value[1]);
    throw new Error(
      `${url} answered ${expression} with a native histogram. Put a function such as histogram_quantile() around it.`,
    );
  });
}

/** Prometheus writes the infinite in a way of its own. */
function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
