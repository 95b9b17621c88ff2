import { expect, test } from 'vitest';
import { metricViews, saidTogether, together } from '../../../web/pages/release/together.ts';
import { metric } from './releases.ts';

const bounds = { alpha: 0.01, beta: 0.05 };

function harms(...parts: [name: string, points: number, aboveFloor?: boolean][]) {
  return parts.map(([name, harmEvidence, aboveFloor = true]) => metric({ name, harmEvidence, aboveFloor }));
}

test('the bound is on the sum: one line says it, and the largest part is the harm', () => {
  const evidence = harms(['errors', 60], ['latency', 55], ['others', 90, false]);
  expect(saidTogether(evidence)).toEqual([
    { said: 'Harm of all metrics: 115 of 100, over the bound', tone: 'bad' },
  ]);
  expect(metricViews(evidence, bounds).map(({ word, tone }) => [word, tone])).toEqual([
    ['harm', 'bad'],
    ['not proven yet', 'quiet'],
    ['not proven yet', 'quiet'],
  ]);
});

test('below the bound it is said where more than one counts, and nobody is blamed', () => {
  expect(saidTogether(harms(['errors', 60], ['latency', 30]))).toEqual([
    { said: 'Harm of all metrics: 90 of 100', tone: 'ask' },
  ]);
  expect(saidTogether(harms(['errors', 2], ['latency', 3]))[0]?.tone).toBe('quiet');
  expect(metricViews(harms(['errors', 60], ['latency', 30]), bounds)[0]?.word).toBe('not proven yet');
  expect(saidTogether(harms(['errors', 60], ['latency', 55, false]))).toEqual([]);
  expect(saidTogether([])).toEqual([]);
});

test('a metric that is over the bound alone is the harm, whatever the others add', () => {
  const evidence = harms(['errors', 100], ['latency', 40]);
  expect(saidTogether(evidence)[0]?.said).toBe('Harm of all metrics: over the bound');
  expect(together(evidence, 'harm').blame).toBeUndefined();
  expect(metricViews(evidence, bounds).map(({ word }) => word)).toEqual(['harm', 'not proven yet']);
  expect(saidTogether(evidence.slice(0, 1))).toHaveLength(1);
});

test('limits are summed by themselves, and said where they are over the bound', () => {
  const limited = (name: string, harmEvidence: number) =>
    metric({ name, limit: { harmLogE: 0, harmEvidence, safeLogE: 0 } });
  expect(saidTogether([limited('errors', 40), limited('latency', 50)])).toEqual([]);
  const over = [limited('errors', 40), limited('latency', 61)];
  expect(saidTogether(over)).toEqual([
    { said: 'Limits of all metrics: 101 of 100, over the bound', tone: 'bad' },
  ]);
  expect(metricViews(over, bounds).map(({ word }) => word)).toEqual(['not proven yet', 'above its limit']);
});
