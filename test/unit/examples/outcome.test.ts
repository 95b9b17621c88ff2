import { describe, expect, test } from 'vitest';
import type { Observed } from '../../../examples/demo/load/observations.ts';
import { brokenPromises, rowOf, type Played } from '../../../examples/demo/outcome.ts';
import { renderTable } from '../../../examples/demo/table.ts';

const observed = (versions: Observed['versions'], change: Partial<Observed> = {}): Observed => ({
  versions,
  dropped: 0,
  reasons: {},
  ...change,
});

const good: Played = {
  act: { version: 'v2', expected: 'completed', kill: false, intent: '' },
  id: 'sample.demo.2',
  outcome: 'completed',
  sentence: 'v2 serves all traffic from green',
  seconds: 23.456,
  during: observed({ v1: { answered: 3000, bad: 210 }, v2: { answered: 1500, bad: 104 } }),
  after: observed({ v2: { answered: 180, bad: 12 } }),
  running: [11, 12],
  startedTwice: [],
};

const bad: Played = {
  ...good,
  act: { version: 'v3-bad', expected: 'reverted', kill: false, intent: '' },
  id: 'sample.demo.3',
  outcome: 'reverted',
  during: observed({ v2: { answered: 1800, bad: 130 }, 'v3-bad': { answered: 60, bad: 30 } }),
  after: observed({ v2: { answered: 180, bad: 12 } }),
  running: [],
};

describe('what the demo promises', () => {
  test('holds for a good and a bad release that went as planned', () => {
    expect(brokenPromises(good)).toEqual([]);
    expect(brokenPromises(bad)).toEqual([]);
  });

  test.each<[string, Played, string]>([
    [
      'another outcome',
      { ...good, outcome: 'reverted' },
      'sample.demo.2 was to be completed and is reverted',
    ],
    [
      'a dropped request',
      { ...good, during: observed({}, { dropped: 2, reasons: { 'socket hang up': 2 } }) },
      '2 requests were dropped during sample.demo.2: 2 by "socket hang up".',
    ],
    [
      'a good release short of 100 %',
      { ...good, after: observed({ v1: { answered: 1, bad: 0 }, v2: { answered: 179, bad: 0 } }) },
      'Only 179 of 180 requests after sample.demo.2 were answered by v2.',
    ],
    [
      'a bad release above 0',
      { ...bad, after: observed({ v2: { answered: 179, bad: 0 }, 'v3-bad': { answered: 1, bad: 0 } }) },
      '1 of 180 requests after sample.demo.3 still reached v3-bad.',
    ],
    [
      'an end without traffic',
      { ...bad, after: observed({}) },
      'No request was answered in the second after',
    ],
    ['instances that stay', { ...bad, running: [77] }, 'Instances of v3-bad still run: 77.'],
    [
      'a second start',
      { ...good, startedTwice: ['token.0.1'] },
      'The instance token.0.1 of v2 was started twice.',
    ],
    [
      'another workflow run',
      { ...good, runs: { before: 'a', end: 'b' } },
      'ended in the workflow run b, not in a',
    ],
  ])('is broken by %s', (_, played, sentence) => {
    expect(brokenPromises(played)).toHaveLength(1);
    expect(brokenPromises(played)[0]).toContain(sentence);
  });

  test('is kept by the same workflow run before and after a kill', () => {
    expect(brokenPromises({ ...good, runs: { before: 'a', end: 'a' } })).toEqual([]);
  });
});

test('the table and its rows count what the load generator saw of the candidate', () => {
  const rows = [rowOf(good), rowOf(bad)];
  expect(rows[0]).toEqual({
    id: 'sample.demo.2',
    outcome: 'completed',
    seconds: 23.5,
    candidateRequests: 1500,
    badServed: 104,
    dropped: 0,
  });
  expect(renderTable(rows)).toBe(
    [
      'release        outcome    seconds  candidate requests  bad responses served  requests dropped',
      'sample.demo.2  completed     23.5                1500                   104                 0',
      'sample.demo.3  reverted      23.5                  60                    30                 0',
    ].join('\n'),
  );
});
