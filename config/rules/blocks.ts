/** Rules about the length of blocks, which every metric shares. */
import type { Finding } from '../finding.ts';
import { sourcesOf } from '../resolve-metrics.ts';
import type { EnvironmentInput } from '../schema/environment.ts';
import { formatDuration } from '../units.ts';

/** A metric whose source has too few samples in a block. Paths begin in the environment. */
export function blockFindings(
  metrics: EnvironmentInput['metrics'],
  { block }: EnvironmentInput['analysis'],
): Finding[] {
  return Object.entries(metrics).flatMap(([name, metric]) =>
    sourcesOf(metric)
      .filter(([, { shortestBlock }]) => shortestBlock > block)
      .map(([kind, { shortestBlock }]): Finding => {
        const message = `blocks of ${formatDuration(block)} hold too few of its samples`;
        const expected = `analysis.block of at least ${formatDuration(shortestBlock)}`;
        return { path: ['metrics', name, kind], at: 'key', message, expected };
      }),
  );
}
