import { expect, test } from 'vitest';
import { resolvePlan } from '../../../config/resolve.ts';
import { formatDuration, formatPercent } from '../../../config/units.ts';
import { EXAMPLE, serviceFile } from './example.ts';

const CANARY = [
  'deploy',
  'smoke /health',
  'shift 5%',
  'bake until safe, at most 30m',
  'shift 25%',
  'bake 5m',
  'shift 50%',
  'bake 5m',
  'cutover',
  'keep 1h',
  'retire',
];

test.each([
  ['canary', CANARY],
  ['blue-green', ['deploy', 'smoke /health', 'cutover', 'keep 1h', 'retire']],
])('strategy %s is short for these steps', (strategy, expected) => {
  const text = `${EXAMPLE.slice(0, EXAMPLE.indexOf('    steps:'))}    strategy: ${strategy}\n`;
  const steps = resolvePlan(serviceFile(text), 'production')?.steps ?? [];
  const told = steps.map((step) => {
    if (step.kind === 'shift') return `shift ${formatPercent(step.to)}`;
    if (step.kind === 'keep') return `keep ${formatDuration(step.for)}`;
    if (step.kind === 'smoke')
      return `smoke ${step.checks.map((check) => 'path' in check && check.path).join()}`;
    if (step.kind !== 'bake') return step.kind;
    const time = formatDuration(step.max);
    return step.until === 'safe' ? `bake until safe, at most ${time}` : `bake ${time}`;
  });
  expect(told).toEqual(expected);
});

test('blue-green needs no metrics', () => {
  const text = `${EXAMPLE.slice(0, EXAMPLE.indexOf('    metrics:'))}    strategy: blue-green\n`;
  expect(resolvePlan(serviceFile(text), 'production')?.metrics).toEqual([]);
});
