/** Metrics of a plan: presets and sources as queries, defaults filled in, weights as shares. */
import type { MetricConfig } from './plan.ts';
import { presetOf } from './presets/index.ts';
import type { Surroundings } from './presets/preset.ts';
import type { RouterReading } from './routers/router-input.ts';
import type { MetricInput } from './schema/metric.ts';
import { sources } from './sources/index.ts';
import type { Counted, SourceInput } from './sources/source-input.ts';

/** What nobody minds of errors, as a share, unless a metric says otherwise; of latency it is 0. */
const NEGLIGIBLE_ERRORS = 0.001;

/** Labels by which instances are usually told apart. */
const INSTANCES = ['pod', 'instance', 'server'];

/** The metrics of a plan, in the order of the file. Weights are scaled to sum to 1. `folder` is the file's. */
export function resolveMetrics(
  metrics: Record<string, MetricInput>,
  surroundings: Surroundings,
  folder: string,
): MetricConfig[] {
  const total = Object.values(metrics).reduce((sum, { weight }) => sum + weight, 0);
  return Object.entries(metrics).map(([name, input]) => {
    const { source, bad } = countedBy(input, surroundings, folder);
    const { weight, margin, safeMargin, negligible, floor, burstDivisor, required, limit } = input;
    const unminded = negligible ?? (bad.kind === 'slower' ? 0 : NEGLIGIBLE_ERRORS);
    return {
      name,
      source,
      bad,
      ...(source.kind === 'cloudwatch' || isOfRouter(input) ? {} : { instances: INSTANCES }),
      weight: weight / total,
      margin,
      safeMargin,
      ...(burstDivisor === undefined ? {} : { burstDivisor }),
      required,
      ...(limit === undefined ? {} : { limit }),
      negligible: unminded,
      floor: floor ?? unminded,
    };
  });
}

/** A router counts for all instances together, and a label `instance` of its figures is the router's own. */
function isOfRouter({ preset }: MetricInput): boolean {
  return preset !== undefined && presetOf(preset).router !== undefined;
}

/** The sources that a metric names, with their kinds. Rules allow one at most. */
export function sourcesOf(metric: MetricInput): [kind: keyof typeof sources, source: SourceInput][] {
  return kinds.flatMap((kind) => (metric[kind] === undefined ? [] : [[kind, metric[kind]]]));
}

/** How what a metric counts can be read, and the key that decides it; undefined: at once. */
export function readingOf(
  metric: MetricInput,
  router: RouterReading | undefined,
): (Pick<SourceInput, 'lag' | 'shortestBlock'> & { key: string }) | undefined {
  const [named] = sourcesOf(metric);
  if (named !== undefined) return { key: named[0], lag: named[1].lag, shortestBlock: named[1].shortestBlock };
  if (metric.preset === undefined || router?.reading === undefined) return undefined;
  return presetOf(metric.preset).router === router.kind ? { key: 'preset', ...router.reading } : undefined;
}

const kinds = Object.keys(sources).filter((key): key is keyof typeof sources => key in sources);

function countedBy(input: MetricInput, surroundings: Surroundings, folder: string): Counted {
  const source = sourcesOf(input)[0]?.[1];
  if (input.preset === undefined) {
    if (source !== undefined) return source.resolve(folder);
    throw new Error('A metric without a source cannot be resolved; the rules refuse it.');
  }
  const preset = presetOf(input.preset);
  const counters = preset.counters(surroundings, input.edges);
  const query = source?.read?.(counters, folder) ?? preset.source?.(counters, surroundings);
  if (query === undefined)
    throw new Error(`The preset ${input.preset} needs a source; the rules ask for it.`);
  return { source: query, bad: counters.bad };
}
