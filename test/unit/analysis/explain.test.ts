import { expect, test } from 'vitest';
import { decide } from '../../../analysis/decision.ts';
import { explain } from '../../../analysis/explain.ts';
import type { Conditions } from '../../../analysis/lacking.ts';
import { summarise } from '../../../analysis/summary.ts';
import type { Block } from '../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings } from './release.ts';

const open: Conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
const over: Conditions = { ...open, deadlinePassed: true };
const metrics = [errorMetric()];

function sentence(blocks: readonly Block[], conditions: Conditions = open): string {
  const state = play(metrics, blocks);
  return explain(decide(state, metrics, settings, conditions), state, metrics, settings, conditions);
}

const refused = block(9, {}, { problems: [{ metric: 'errors', kind: 'error', message: 'HTTP 503' }] });

test.each<[string, Block[], Conditions]>([
  ['waiting: no block has ended yet', [], open],
  [
    'waiting: the candidate warms up, and its requests are not judged yet',
    repeat(2, [8, 0, 152, 2], { warmup: true }),
    open,
  ],
  ['waiting: the candidate has had no requests of errors at this weight', repeat(5, [0, 0, 152, 2]), open],
  [
    'waiting: 400 of at least 1,000 candidate requests',
    repeat(50, [8, 0, 152, 2]),
    { ...open, minRequests: 1000 },
  ],
  [
    'waiting: errors cannot be read: HTTP 503; it is tried again',
    [...repeat(5, [8, 0, 152, 2]), refused],
    open,
  ],
  ['waiting: there are no candidate counts of errors', [...repeat(5, [8, 0, 152, 2]), block(6, {})], open],
  ['waiting: 600 s of at least 20 minutes', repeat(60, [100, 1, 1900, 19]), { ...open, minSeconds: 1200 }],
  ['passed: every required metric is proven safe', repeat(60, [100, 1, 1900, 19]), open],
  [
    'passed: the time is over and nothing failed',
    repeat(5, [100, 1, 1900, 19]),
    { ...over, until: 'elapsed' },
  ],
  [
    "failed: errors is worse than 1.25 times the stable side: 9 % of the candidate's 6,000 requests were bad, 1 % of the stable side's 114,000",
    repeat(60, [100, 9, 1900, 19]),
    open,
  ],
  [
    'inconclusive: split is not what was asked; the candidate answers less of the requests than was asked',
    repeat(60, [0, 0, 1900, 19], { share: 0.05 }),
    open,
  ],
])('%s', (expected, blocks, conditions) => {
  expect(sentence(blocks, conditions).replace('10 minutes', '600 s')).toBe(expected);
});

test('says how many requests and how much time a proof still takes', () => {
  const given = repeat(50, [8, 0.1, 152, 2]);
  const text = sentence(given);
  expect(text).toMatch(
    /^waiting: 400 of about (\d|,)+ candidate requests of errors, \d+ minutes at 0\.8 a second$/,
  );
  const seconds = summarise(play(metrics, given), metrics, settings)[0]?.secondsUntilSafe ?? NaN;
  expect(text).toContain(`${String(Math.round(seconds / 60))} minutes`);
});

test('says that a proof is not expected when the candidate is worse than the safe margin', () => {
  const bursts = [errorMetric({ burstDivisor: 20 })];
  const state = play(bursts, repeat(10, [200, 8, 1800, 18]));
  const verdict = decide(state, bursts, settings, open);
  expect(explain(verdict, state, bursts, settings, open)).toBe(
    'waiting: at the rates seen errors is not expected to be proven safe',
  );
  expect(summarise(state, bursts, settings)[0]).not.toHaveProperty('secondsUntilSafe');
});

test('the expected time leads to the proof when the stream goes on as it was', () => {
  const half = play(metrics, repeat(8, [50, 0.5, 950, 9.5]));
  const seconds = summarise(half, metrics, settings)[0]?.secondsUntilSafe ?? NaN;
  let blocks = 8;
  while (
    summarise(play(metrics, repeat(blocks, [50, 0.5, 950, 9.5])), metrics, settings)[0]?.proven !== true
  ) {
    blocks += 1;
  }
  expect((blocks - 8) * 10).toBeGreaterThan(seconds * 0.6);
  expect((blocks - 8) * 10).toBeLessThan(seconds * 1.5 + 20);
});
