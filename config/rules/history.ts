/** A rule about what a release leaves in Temporal's history, which holds the counts of every block. */
import { longestWatch, type BlockLengths } from '../block-length.ts';
import type { Finding } from '../finding.ts';
import { mostBlocks } from '../most-blocks.ts';
import type { Step } from '../plan.ts';
import { formatDuration } from '../units.ts';

/**
 * Whether the longest run of these steps would fill the history, with blocks as long as they may become. The path is
 * one in the environment.
 */
export function historyFindings(
  steps: readonly Step[],
  metrics: number,
  { longestBlock, blockGiven }: Pick<BlockLengths, 'longestBlock' | 'blockGiven'>,
): Finding[] {
  const time = longestWatch(steps, longestBlock);
  const most = mostBlocks(metrics);
  if (time / longestBlock <= most) return [];
  const shortest = Math.ceil(time / most / 1000) * 1000;
  const blocks = `blocks of ${blockGiven ? '' : 'at most '}${formatDuration(longestBlock)}`;
  return [
    {
      path: ['analysis', ...(blockGiven ? ['block'] : [])],
      message: `${blocks} over up to ${formatDuration(time)} are more than one release can keep`,
      expected: blockGiven
        ? `at least ${formatDuration(shortest)}`
        : `analysis.block of at least ${formatDuration(shortest)}`,
      hint: 'or shorter deadlines of bakes, approvals and keep',
    },
  ];
}
