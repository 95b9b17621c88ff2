/** Rules about the length of blocks, which every metric shares. */
import type { Finding } from '../finding.ts';
import { readingOf } from '../resolve-metrics.ts';
import type { RouterReading } from '../routers/router-input.ts';
import type { EnvironmentInput } from '../schema/environment.ts';
import { formatDuration } from '../units.ts';

/** A metric whose source has too few samples in a block. Paths begin in the environment. */
export function blockFindings(
  metrics: EnvironmentInput['metrics'],
  { block }: EnvironmentInput['analysis'],
  router: RouterReading | undefined,
): Finding[] {
  return Object.entries(metrics).flatMap(([name, metric]): Finding[] => {
    const { key, shortestBlock } = readingOf(metric, router) ?? { key: '', shortestBlock: 0 };
    if (shortestBlock <= block) return [];
    const message = `blocks of ${formatDuration(block)} hold too few of its samples`;
    const expected = `analysis.block of at least ${formatDuration(shortestBlock)}`;
    return [{ path: ['metrics', name, key], at: 'key', message, expected }];
  });
}
