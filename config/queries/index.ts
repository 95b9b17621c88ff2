/** What a rule asks, and where: one file a kind. */
import type { Slot } from '../plan.ts';
import { fillVersion } from '../sources/fill-version.ts';
import { selectVersion } from '../sources/prometheus/selector.ts';
import { cloudwatch, type CloudwatchScalar } from './cloudwatch.ts';
import { prometheus, type PrometheusScalar } from './prometheus.ts';
import { scrape, type ScrapeScalar } from './scrape.ts';

/** Every query of a plan's rules. */
export type RuleQuery = PrometheusScalar | CloudwatchScalar | ScrapeScalar;

/** The queries that a rule may name, by their key. */
export const queries = {
  prometheus: prometheus.exactOptional(),
  cloudwatch: cloudwatch.exactOptional(),
  scrape: scrape.exactOptional(),
};

/** A query as part of a sentence; PromQL as it stands for the slot blue. Pure. */
export function describeQuery(query: RuleQuery): string {
  switch (query.kind) {
    case 'prometheus':
      return `${query.expressions.blue} at ${query.url}`;
    case 'cloudwatch':
      return `${query.statistic} of ${query.metric} of ${query.namespace} in CloudWatch`;
    case 'scrape':
      return `${query.gauge} at ${query.url}`;
  }
}

/** The query as the candidate in this slot is asked about, for its version. Undefined: it needs one and none is known. Pure. */
export function queryFor(query: RuleQuery, slot: Slot, version: string | undefined): RuleQuery | undefined {
  if (query.kind !== 'prometheus') return fillVersion(query, slot, version);
  const expression = selectVersion(query.expressions[slot], version);
  if (expression === undefined) return undefined;
  return { ...query, expressions: { ...query.expressions, [slot]: expression } };
}
