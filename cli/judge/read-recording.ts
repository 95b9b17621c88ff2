import type { Recording } from '../../analysis/judge/recording.ts';
import { formatPath, type Finding } from '../../config/finding.ts';
import { findingsOf } from '../../config/issues.ts';
import { describeProblem } from '../../config/problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { contradictions } from './contradictions.ts';
import { recordingFile, type RecordingFile, type WrittenCounts } from './schema.ts';

/** Of many mistakes, which often have one cause, so many are told. */
const TOLD = 5;

/**
 * The recording in a file of verdict.md §9, whose JSON is `input`. Throws a `CommandFailure` that says what is
 * wrong, and in which field of which block.
 */
export function readRecording(file: string, input: unknown): Recording {
  const parsed = recordingFile.safeParse(input, { reportInput: true });
  const findings = parsed.success ? contradictions(parsed.data) : findingsOf(parsed.error);
  if (!parsed.success || findings.length > 0) throw refusal(file, findings);
  const { alpha, beta, plannedBlocks, splitDivisor, until, metrics, blocks, rules } = parsed.data;
  return {
    metrics,
    // The file does not say how fine the router is, so that only the other two tolerances of §6 are left.
    settings: { alpha, beta, plannedBlocks, splitDivisor, granularity: 0 },
    until,
    blocks: blocks.map(({ counts, ...block }) => ({ ...block, counts: plain(counts) })),
    ...(rules === undefined ? {} : { rules }),
  };
}

function plain(counts: RecordingFile['blocks'][number]['counts']): Recording['blocks'][number]['counts'] {
  const side = ({ total, bad }: WrittenCounts) => ({ total, bad });
  return Object.fromEntries(
    Object.entries(counts).map(([name, { candidate, stable }]) => [
      name,
      {
        ...(candidate === undefined ? {} : { candidate: side(candidate) }),
        ...(stable === undefined ? {} : { stable: side(stable) }),
      },
    ]),
  );
}

function refusal(file: string, findings: readonly Finding[]): CommandFailure {
  const nowhere = { file, line: 0, column: 0 };
  const told = findings
    .slice(0, TOLD)
    .map(({ at: _at, path, ...finding }) =>
      describeProblem({ ...nowhere, ...finding, path: formatPath(path) }),
    );
  const more = findings.length > TOLD ? [`and ${findings.length - TOLD} more`] : [];
  return new CommandFailure(exitCodes.usage, [...told, ...more].join('\n'));
}
