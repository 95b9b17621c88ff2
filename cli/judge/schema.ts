/** The file that `sluice judge` reads: verdict.md §9. */
import { z } from 'zod';
import type { Counts } from '../../analysis/types.ts';
import { leaf, number, oneOf, show, words, yesOrNo } from '../../config/schema/leaf.ts';
import { list, mapping } from '../../config/schema/mapping.ts';
import type { Reading } from '../../config/units.ts';

const MOST = Number.MAX_SAFE_INTEGER;

/** One side of a metric in a block. `listed`: `bad` was written as a list, as a metric with edges needs it. */
export interface WrittenCounts extends Counts {
  listed: boolean;
}

function readCounts(input: unknown): Reading<WrittenCounts> {
  const refuse = (message: string): Reading<WrittenCounts> => ({
    refused: { message, expected: '[requests, bad requests], the latter a list for a metric with edges' },
  });
  if (!isList(input)) return refuse(`${show(input)} stands here`);
  if (input.length !== 2) return refuse(`a list of ${input.length} stands here`);
  const [total, bad] = input;
  const bads = isList(bad) ? bad : [bad];
  if (!isCount(total)) return refuse(`${show(total)} is no number of requests`);
  if (!bads.every(isCount))
    return refuse(`${show(bads.find((each) => !isCount(each)))} is no number of bad requests`);
  const most = Math.max(0, ...bads);
  if (most > total) return refuse(`${most} of ${total} requests are bad`);
  return { value: { total, bad: [...bads], listed: isList(bad) } };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST;
}

const side = leaf(readCounts, {});

/** A number is taken as the name of a weight too. */
const stage = leaf<string>((input) => {
  if (typeof input === 'string' || typeof input === 'number') return { value: String(input) };
  return { refused: { message: `${show(input)} is no name`, expected: 'the name of the weight' } };
}, {});

const metric = mapping({
  name: words('a name', 'As in the counts of the blocks.'),
  weight: number({ min: 0, max: 1, above: true }, 'Its share of the error budget.'),
  margin: number({ min: 1, max: MOST }, 'How many times worse is still no harm.'),
  safeMargin: number({ min: 1, max: MOST }, 'Safe means: proven not this many times worse.'),
  negligible: number({ min: 0, max: 1 }, 'A bad rate granted on top of it.'),
  burstDivisor: number({ min: 1, max: MOST }, 'Divisor of the log evidence.'),
  required: yesOrNo('Whether a pass needs its proof.'),
  floor: number({ min: 0, max: 1 }, 'Up to this bad rate it says nothing for a fail.'),
  edges: list(number({ min: 0, max: MOST }, 'An edge.'), 8).exactOptional(),
  limit: number({ min: 0, max: 1, above: true }, 'A bad rate that the candidate must keep.').exactOptional(),
});

const outcomes = ['success', 'failure', 'inconclusive', 'error', 'running'] as const;

function whole(description: string, min = 0) {
  return number({ min, max: MOST, whole: true }, description).exactOptional();
}

const rule = mapping({
  name: words('a name', 'The name of the rule.'),
  count: whole('Measurements with an answer until it is over.', 1),
  failureLimit: whole('Failures in all; -1 is no limit.', -1),
  inconclusiveLimit: whole('Inconclusive measurements in all.'),
  consecutiveErrorLimit: whole('Errors in a row.'),
  consecutiveSuccessLimit: whole('Successes in a row that end it.'),
  dryRun: yesOrNo('Shown, and never counted.').exactOptional(),
  stopping: yesOrNo('It is to end now.').exactOptional(),
  measurements: z.array(oneOf(outcomes)),
});

const block = mapping({
  start: number({ min: -MOST, max: MOST }, 'When it began.'),
  seconds: number({ min: 0, max: MOST, above: true }, 'How long it was.'),
  stage,
  share: number({ min: 0, max: 1 }, 'The share of the candidate that was asked for.').exactOptional(),
  counts: z.record(z.string(), mapping({ candidate: side.exactOptional(), stable: side.exactOptional() })),
});

const schemaVersion = leaf<1>((input) => {
  if (input === 1) return { value: input };
  return { refused: { message: `${show(input)} is no version that this Sluice reads`, expected: '1' } };
}, {});

/** The whole file; what its parts have to do with each other is looked at elsewhere. */
export const recordingFile = mapping({
  schemaVersion,
  alpha: number({ min: 0, max: 0.5, above: true }, 'The chance that a good release is stopped, at most.'),
  beta: number({ min: 0, max: 0.5, above: true }, 'The chance that an unsafe release passes, at most.'),
  plannedBlocks: number({ min: 1, max: MOST, whole: true }, 'Blocks up to the deadline.'),
  until: oneOf(['safe', 'elapsed']).prefault('safe'),
  splitDivisor: number({ min: 1, max: MOST }, 'How many requests share a connection.').prefault(10),
  metrics: z.array(metric),
  blocks: z.array(block),
  rules: z.array(rule).exactOptional(),
});

/** The file as it was read. */
export type RecordingFile = z.output<typeof recordingFile>;
