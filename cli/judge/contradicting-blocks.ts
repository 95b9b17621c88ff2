import type { Finding } from '../../config/finding.ts';
import { didYouMean } from '../../config/suggest.ts';
import type { RecordingFile, WrittenCounts } from './schema.ts';

type Metric = RecordingFile['metrics'][number];
type Block = RecordingFile['blocks'][number];

/** Starts from here on can only be milliseconds since the epoch; smaller ones may be written in seconds. */
const MILLISECONDS = 1e11;

/** Blocks that overlap, or that hold counts which their metrics cannot have. */
export function contradictingBlocks(metrics: readonly Metric[], blocks: readonly Block[]): Finding[] {
  const known = new Map(metrics.map((metric) => [metric.name, metric]));
  return blocks.flatMap((block, index) => [
    ...overlap(blocks[index - 1], block).map((finding) => ({ path: ['blocks', index, 'start'], ...finding })),
    ...Object.entries(block.counts).flatMap(([name, sides]) => {
      const path = ['blocks', index, 'counts', name];
      const metric = known.get(name);
      if (metric === undefined) return [{ path, ...unknown(name, [...known.keys()]) }];
      return (['candidate', 'stable'] as const).flatMap((side) =>
        ofSide(metric, sides[side]).map((finding) => ({ path: [...path, side], ...finding })),
      );
    }),
  ]);
}

function overlap(before: Block | undefined, { start }: Block): Omit<Finding, 'path'>[] {
  if (before === undefined) return [];
  const second = before.start >= MILLISECONDS ? 1000 : 1;
  const end = before.start + before.seconds * second;
  // What is left out here is the rounding of fractions of a second.
  if (start >= end - 1e-6 * second) return [];
  const message = `${start} is before the end of the block before it`;
  return [{ message, expected: `${end} or later, since blocks never overlap` }];
}

function unknown(name: string, known: readonly string[]): Omit<Finding, 'path'> {
  const hint = didYouMean(name, known);
  const right = hint.hint === undefined ? { expected: `one of ${known.join(', ')}` } : hint;
  return { message: 'there is no metric of this name', ...right };
}

function ofSide({ edges }: Metric, written: WrittenCounts | undefined): Omit<Finding, 'path'>[] {
  if (written === undefined) return [];
  const { bad, listed } = written;
  if (edges === undefined) {
    const message = 'a list of bad requests stands here, and the metric has no edges';
    return listed ? [{ message, expected: '[requests, bad requests]' }] : [];
  }
  if (listed && bad.length === edges.length) return [];
  const message = `there ${bad.length === 1 ? 'is one count' : `are ${bad.length} counts`} of bad requests`;
  return [{ message, expected: `a list of ${edges.length}, one for each edge` }];
}
