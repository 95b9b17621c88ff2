/** Rules about the length of blocks, which every metric shares. Paths begin in the environment. */
import { slowestSource } from '../block-length.ts';
import type { Finding } from '../finding.ts';
import { readingOf } from '../resolve-metrics.ts';
import type { RouterReading } from '../routers/router-input.ts';
import type { EnvironmentInput } from '../schema/environment.ts';
import { formatDuration } from '../units.ts';

/** A metric whose source has too few samples in a block, and an interval that cannot be counted in. */
export function blockFindings(
  metrics: EnvironmentInput['metrics'],
  { block, interval }: EnvironmentInput['analysis'],
  router: RouterReading | undefined,
): Finding[] {
  return [...sampleFindings(metrics, block, router), ...intervalFindings(metrics, block, interval, router)];
}

/** A block that the release chooses is as long as its sources need. */
function sampleFindings(
  metrics: EnvironmentInput['metrics'],
  block: EnvironmentInput['analysis']['block'],
  router: RouterReading | undefined,
): Finding[] {
  if (block === undefined) return [];
  return Object.entries(metrics).flatMap(([name, metric]): Finding[] => {
    const { key, shortestBlock } = readingOf(metric, router) ?? { key: '', shortestBlock: 0 };
    if (shortestBlock <= block) return [];
    const message = `blocks of ${formatDuration(block)} hold too few of its samples`;
    const expected = `analysis.block of at least ${formatDuration(shortestBlock)}`;
    return [{ path: ['metrics', name, key], at: 'key', message, expected }];
  });
}

function intervalFindings(
  metrics: EnvironmentInput['metrics'],
  block: EnvironmentInput['analysis']['block'],
  interval: EnvironmentInput['analysis']['interval'],
  router: RouterReading | undefined,
): Finding[] {
  if (interval === undefined) return [];
  const path = ['analysis', 'interval'];
  if (block !== undefined) {
    const message = 'interval stands beside block';
    return [{ path, at: 'key', message, expected: 'one of the two: a given block is divided by itself' }];
  }
  const least = slowestSource(metrics, router);
  if (interval >= least) return [];
  const message = `a source is read only every ${formatDuration(least)}`;
  return [{ path, message, expected: `at least ${formatDuration(least)}` }];
}
