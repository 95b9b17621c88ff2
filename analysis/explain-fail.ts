import type { Verdict } from './decision.ts';
import { count, share, significant } from './figures.ts';
import { worstEdge } from './metric-evidence.ts';
import { asWeighed } from './weighed.ts';
import type { Counts, Metric, Settings, VerdictState } from './types.ts';

/** One plain sentence, without a full stop, that says what failed and by which figures of all blocks so far. */
export function explainFail(
  { reason, blame = 'a metric' }: Verdict,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): string {
  const own = metrics.find(({ name }) => name === blame);
  const known = state.metrics[blame];
  if (reason === 'outage' || own === undefined || known === undefined) {
    return `failed: ${blame}: more than half of the candidate's requests failed in warm-up`;
  }
  const metric = asWeighed(own, known);
  const { candidate, stable } = known.overall;
  const edge = reason === 'limit' ? candidate.bad.length - 1 : worstEdge(known, state.blocks, settings);
  const slower = metric.edges?.[edge];
  const bad = slower === undefined ? 'bad' : `slower than ${String(slower * 1000)} ms`;
  const seen = `${part(candidate, edge)} of the candidate's ${count(candidate.total)} requests were ${bad}`;
  if (reason === 'limit')
    return `failed: ${blame} is above its ${own.limit === undefined ? 'derived limit' : 'limit'} of ${share(metric.limit ?? 0, 1)}: ${seen}`;
  const compared =
    stable.total === 0 ? '' : `, ${part(stable, edge)} of the stable side's ${count(stable.total)}`;
  return `failed: ${blame} is worse than ${String(significant(metric.margin))} times the stable side: ${seen}${compared}`;
}

function part({ total, bad }: Counts, edge: number): string {
  return total === 0 ? 'none' : share(bad[edge] ?? 0, total);
}
