/** A rule about what a release leaves in Temporal's history, which holds the counts of every block. */
import type { Finding } from '../finding.ts';
import { mostBlocks } from '../most-blocks.ts';
import type { AnalysisConfig, Step } from '../plan.ts';
import { plannedBlocks } from '../resolve.ts';
import { formatDuration } from '../units.ts';

/** Whether the longest run of these steps would fill the history. The path is one in the environment. */
export function historyFindings(
  steps: readonly Step[],
  metrics: number,
  { block }: Pick<AnalysisConfig, 'block'>,
): Finding[] {
  const kept = steps.reduce((sum, step) => sum + (step.kind === 'keep' ? step.for : 0), 0);
  const time = plannedBlocks(steps, block) * block + kept;
  const most = mostBlocks(metrics);
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
