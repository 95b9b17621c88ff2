import type { Verdict } from './decision.ts';
import { count, share } from './figures.ts';
import { worstEdge } from './metric-evidence.ts';
import type { Tally } from './state.ts';
import type { Counts, Metric, Settings, VerdictState } from './types.ts';

/**
 * What a person is asked where the figures alone do not tell good from bad: a fail whose noise model is broken, or
 * a candidate that is faster. Undefined for every other reason.
 */
export function explainDoubt(
  { reason, blame }: Verdict,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): string | undefined {
  const metric = metrics.find(({ name }) => name === blame);
  const known = metric === undefined ? undefined : state.metrics[metric.name];
  if (metric === undefined || known === undefined) return undefined;
  if (reason === 'noise model broken') {
    const edge = worstEdge(known, state.blocks, settings);
    const slower = metric.edges?.[edge];
    const bad = slower === undefined ? 'bad' : `slower than ${String(slower * 1000)} ms`;
    const seen = compare(known.overall, (counts) => counts.bad[edge] ?? 0);
    return `${metric.name} looks worse (${seen} were ${bad}), but so does one half of the stable instances beside the other`;
  }
  if (reason !== 'faster than before') return undefined;
  const seen = compare(known.overall, ({ total, bad }) => total - (bad[0] ?? 0));
  return `${metric.name}: ${seen} were faster than ${String((metric.edges?.[0] ?? 0) * 1000)} ms, which usually is an early return`;
}

function compare({ candidate, stable }: Tally, of: (counts: Counts) => number): string {
  const part = (counts: Counts): string => (counts.total === 0 ? 'none' : share(of(counts), counts.total));
  return `${part(candidate)} of the candidate's ${count(candidate.total)} requests, ${part(stable)} of the stable side's ${count(stable.total)}`;
}
