import type { Finding, Path } from '../../config/finding.ts';
import { contradictingBlocks } from './contradicting-blocks.ts';
import type { RecordingFile } from './schema.ts';

type Metric = RecordingFile['metrics'][number];

/** How far the weights may be from 1 in all, for those that were written with a few digits. */
const ROUNDING = 0.001;

/** What in a file does not go together, although each value is right by itself. */
export function contradictions({ metrics, blocks, rules = [] }: RecordingFile): Finding[] {
  return [
    ...(metrics.length === 0 && rules.length === 0
      ? [{ path: ['metrics'], message: 'there is nothing to judge', expected: 'at least one metric or rule' }]
      : []),
    ...namedTwice('metrics', metrics),
    ...namedTwice('rules', rules),
    ...weights(metrics),
    ...metrics.flatMap((metric, index) => ofMetric(metric, ['metrics', index])),
    ...contradictingBlocks(metrics, blocks),
  ];
}

function namedTwice(list: string, entries: readonly { name: string }[]): Finding[] {
  return entries.flatMap(({ name }, index) => {
    if (entries.findIndex((entry) => entry.name === name) === index) return [];
    return [{ path: [list, index, 'name'], message: `${name} is there twice`, expected: 'another name' }];
  });
}

function weights(metrics: readonly Metric[]): Finding[] {
  const sum = metrics.reduce((all, { weight }) => all + weight, 0);
  if (metrics.length === 0 || Math.abs(sum - 1) <= ROUNDING) return [];
  const message = `the weights are ${Number(sum.toPrecision(6))} together`;
  return [{ path: ['metrics'], message, expected: 'weights that are 1 together, since they share alpha' }];
}

function ofMetric({ margin, safeMargin, edges = [], limit }: Metric, path: Path): Finding[] {
  const findings: Finding[] = [];
  if (safeMargin < margin) {
    const message = `${safeMargin} is below the margin`;
    findings.push({ path: [...path, 'safeMargin'], message, expected: `${margin} or more` });
  }
  const falls = edges.findIndex((edge, index) => index > 0 && edge <= (edges[index - 1] ?? 0));
  if (falls > 0) {
    const expected = 'each edge above the one before';
    findings.push({ path: [...path, 'edges', falls], message: 'the edges do not rise', expected });
  }
  if (limit === 1) {
    findings.push({ path: [...path, 'limit'], message: 'a limit of 1 is none', expected: 'less than 1' });
  }
  return findings;
}
