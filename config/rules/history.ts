/** A rule about what a release leaves in Temporal's history, which holds the counts of every block. */
import type { Finding } from '../finding.ts';
import type { AnalysisConfig, Step } from '../plan.ts';
import { plannedBlocks } from '../resolve.ts';
import { formatDuration } from '../units.ts';

/**
 * Blocks times metrics that a history holds: Temporal ends a workflow at 50 MB, and a block takes about 200 bytes for
 * each metric with several edges. Half of it is left for everything else.
 */
const MOST_COUNTS = 100_000;

/** Whether the longest run of these steps would fill the history. The path is one in the environment. */
export function historyFindings(
  steps: readonly Step[],
  metrics: number,
  { block }: Pick<AnalysisConfig, 'block'>,
): Finding[] {
  const kept = steps.reduce((sum, step) => sum + (step.kind === 'keep' ? step.for : 0), 0);
  const time = plannedBlocks(steps, block) * block + kept;
  const most = Math.floor(MOST_COUNTS / Math.max(1, metrics));
  if (time / block <= most) return [];
  const shortest = Math.ceil(time / most / 1000) * 1000;
  return [
    {
      path: ['analysis', 'block'],
      message: `blocks of ${formatDuration(block)} over up to ${formatDuration(time)} are more than one release can keep`,
      expected: `at least ${formatDuration(shortest)}`,
      hint: 'or shorter deadlines of bakes, approvals and keep',
    },
  ];
}
