/** Rules of a plan. In a service file they stand among the metrics, under the key `rule`. */
import { shapesOf } from './conditions/condition.ts';
import type { ResultShape } from './conditions/language.ts';
import type { RuleConfig } from './plan.ts';
import { queries } from './queries/index.ts';
import type { QueryInput } from './queries/query-input.ts';
import type { MetricInput } from './schema/metric.ts';
import type { RuleInput } from './schema/rule.ts';

/** The entries that compare the candidate with the stable side, or with a limit. */
export function comparedOf(metrics: Record<string, MetricInput>): Record<string, MetricInput> {
  return Object.fromEntries(Object.entries(metrics).filter(([, { rule }]) => rule === undefined));
}

/** The entries that are rules. */
export function rulesOf(metrics: Record<string, MetricInput>): Record<string, RuleInput> {
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, { rule }]) => (rule === undefined ? [] : [[name, rule]])),
  );
}

/** The rules of a plan, in the order of the file. `folder` is the file's. */
export function resolveRules(rules: Record<string, RuleInput>, folder: string): RuleConfig[] {
  return Object.entries(rules).map(([name, input]) => {
    const [asked] = queriesOf(input);
    const shape = shapeOf(input);
    if (asked === undefined || shape === undefined)
      throw new Error('A rule without a query cannot be resolved; the findings refuse it.');
    const { success, failure, interval, ...limits } = input;
    const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, consecutiveSuccessLimit } = limits;
    const times = answersOf(input);
    return {
      name,
      query: asked[1].resolve(folder),
      result: shape,
      ...(success === undefined ? {} : { success }),
      ...(failure === undefined ? {} : { failure }),
      ...(interval === undefined ? {} : { interval }),
      initialDelay: input.initialDelay,
      ...(times === undefined ? {} : { count: times }),
      failureLimit,
      inconclusiveLimit,
      consecutiveErrorLimit,
      consecutiveSuccessLimit,
      dryRun: input.dryRun,
    };
  });
}

/** Answers until a rule is over: without an interval there is one; undefined: it goes on. */
export function answersOf({ count, interval }: Pick<RuleInput, 'count' | 'interval'>): number | undefined {
  return count ?? (interval === undefined ? 1 : undefined);
}

/** The queries that a rule names, with their kinds. The findings allow one at most. */
export function queriesOf(rule: RuleInput): [kind: keyof typeof queries, query: QueryInput][] {
  return kinds.flatMap((kind) => (rule[kind] === undefined ? [] : [[kind, rule[kind]]]));
}

/** What `result` is to all conditions of a rule: a number where they can be read so; undefined: they differ. */
export function shapeOf({
  success,
  failure,
}: Pick<RuleInput, 'success' | 'failure'>): ResultShape | undefined {
  const given = [success, failure].filter((condition) => condition !== undefined).map(shapesOf);
  return (['number', 'list'] as const).find((shape) => given.every((shapes) => shapes.includes(shape)));
}

const kinds = Object.keys(queries).filter((key): key is keyof typeof queries => key in queries);
