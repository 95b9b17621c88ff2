import { describe, expect, test } from 'vitest';
import { comparedInWords, factRows } from '../../../../web/pages/compare/fact-rows.ts';
import { metricGroups } from '../../../../web/pages/compare/metric-groups.ts';
import { isSame, type Row } from '../../../../web/pages/compare/row.ts';
import { stepRows } from '../../../../web/pages/compare/step-rows.ts';
import { inOneLine, likeliest, othersOf, writtenId } from '../../../../web/pages/release/compare-with.ts';
import { metric, NOW, release } from '../releases.ts';

const ended = { phase: 'finished', startedAt: NOW - 300_000, finishedAt: NOW - 180_000 } as const;
const good = release({ ...ended, outcome: 'completed', sentence: 'v2 serves all traffic' });
const bad = release({
  ...ended,
  id: 'shop.production.3',
  version: 'v3',
  outcome: 'reverted',
  cause: 'abort',
  reason: 'the call',
});
const told = (rows: readonly Row[]): string[] =>
  rows.map(({ what, sides }) =>
    [what, ...sides.map((cell) => (cell === undefined ? '–' : [cell.text, cell.note].join(' ').trim()))].join(
      ' | ',
    ),
  );

test('facts that both lack are left out, and what is the same of both is known as such', () => {
  const rows = factRows(good, bad, NOW);
  expect(told(rows)).toEqual([
    'Outcome | completed | reverted by an abort',
    'Why | v2 serves all traffic | Watching',
    'Version | v2 over v1 | v3 over v1',
    'By | ann | ann the call',
    `Began | ${NOW - 300_000} | ${NOW - 300_000}`,
    'Took | 2m | 2m',
  ]);
  expect(rows.filter(isSame).map(({ what }) => what)).toEqual(['Began', 'Took']);
  const [outcome] = rows;
  expect(outcome?.sides.map((cell) => cell?.tone)).toEqual(['good', 'bad']);
});

test('the answer says how both ended, also of one that runs, and whether the plans differ', () => {
  expect(comparedInWords(good, bad, 0, NOW)).toBe(
    'v2 completed after 2m; v3 was reverted by an abort after 2m. Their plans are the same.',
  );
  expect(comparedInWords(good, release(), 1, NOW)).toBe(
    'v2 completed after 2m; v2 is running after 1m. Their plans differ in 1 place.',
  );
  expect(comparedInWords(bad, bad, undefined, NOW)).not.toContain('plans');
});

test('steps stand beside what they are most alike, with how long each took', () => {
  const step = (label: string, took?: number, more: object = {}) => ({
    kind: label.split(' ')[0] ?? '',
    label,
    state: took === undefined ? ('skipped' as const) : ('done' as const),
    ...(took === undefined ? {} : { startedAt: NOW, finishedAt: NOW + took }),
    ...more,
  });
  const a = release({ steps: [step('deploy', 30_000), step('shift to 5 %', 1000), step('retire', 2000)] });
  const failed = { state: 'failed', note: 'harm' } as const;
  const b = release({
    steps: [step('deploy', 60_000), step('smoke', 1000), step('shift to 9 %', 3000, failed), step('retire')],
  });
  const rows = stepRows(a, b, NOW);
  expect(told(rows)).toEqual([
    'deploy | 30s | 1m',
    'smoke | – | 1.0s',
    'shift | 1.0s shift to 5 % | 3.0s shift to 9 %; harm',
    'retire | 2.0s | skipped',
  ]);
  expect(rows[0]?.sides.map((cell) => cell?.bar?.part)).toEqual([0.5, 1]);
  expect(rows[2]?.sides.map((cell) => cell?.step)).toEqual(['done', 'failed']);
});

test('each metric of either has both rates, the evidence and its bound in words, and is green only where it is proven', () => {
  const bounds = { alpha: 0.01, beta: 0.05 };
  const groups = metricGroups(
    {
      evidence: [metric({ proven: true, limit: { harmLogE: 0, harmEvidence: 12, safeLogE: 0 } })],
      bounds,
    },
    { evidence: [metric(), metric({ name: 'latency', edges: [0.1] })], bounds },
  );
  expect(groups.map(({ name }) => name)).toEqual(['errors', 'latency']);
  expect(told(groups[0]?.rows ?? [])).toEqual([
    'Found | proven safe | not proven yet',
    'Bad | 0.91 % stable 0.88 % | 0.91 % stable 0.88 %',
    'Of requests | 1,204 stable 23,101 | 1,204 stable 23,101',
    'Harm | 1 of 100 | 1 of 100',
    'Limit | 12 of 100 | –',
    'Safety | proven | 40 of 100, about 40 s to go',
    'Bound | at most 1.5 times as many errors, 95 % sure | at most 1.5 times as many errors, 95 % sure',
  ]);
  expect(groups[0]?.rows[0]?.sides.map((cell) => cell?.tone)).toEqual(['good', 'quiet']);
  expect(told(groups[1]?.rows ?? []).slice(0, 2)).toEqual([
    'Found | – | not proven yet',
    'Slow, over 100 ms | – | 0.91 % stable 0.88 %',
  ]);
});

test('what all metrics came to together stands before each of them, where a release was over the bound by it', () => {
  const harms = (...parts: number[]) => ({
    evidence: parts.map((harmEvidence, i) => metric({ name: `m${i}`, harmEvidence, aboveFloor: true })),
    bounds: undefined,
  });
  const groups = metricGroups(harms(60, 55), harms(9));
  expect(groups.map(({ name }) => name)).toEqual(['all metrics', 'm0', 'm1']);
  expect(told(groups[0]?.rows ?? [])).toEqual(['Harm | 115 of 100, over the bound | 9 of 100']);
  expect(told(groups[1]?.rows ?? [])[0]).toBe('Found | harm | not proven yet');
  expect(metricGroups(harms(9), harms(9)).map(({ name }) => name)).toEqual(['m0']);
});

describe('what a release is compared with', () => {
  const row = (number: number, outcome: 'completed' | 'reverted') => ({
    id: `shop.production.${number}`,
    lane: 'shop.production',
    version: `v${number}`,
    phase: 'finished' as const,
    outcome,
    sentence: '',
    startedAt: NOW + number,
  });
  const rows = [row(5, 'completed'), row(4, 'reverted'), row(3, 'reverted'), row(2, 'completed')];

  test('is at first the last one before it that completed, else the newest', () => {
    expect(likeliest(NOW + 4, othersOf('shop.production.4', rows))).toBe('shop.production.2');
    expect(likeliest(NOW + 2, othersOf('shop.production.2', rows))).toBe('shop.production.5');
    expect(likeliest(NOW, [])).toBe('');
  });

  test('is any release by its id', () => {
    expect(writtenId(' cart.staging.12 ')).toBe('cart.staging.12');
    expect(['cart', 'cart@staging', 'cart.staging.0', 'Cart.staging.1', '../x'].map(writtenId)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});

test('a release among others has the time of whoever reads, as every other one on the page', () => {
  const startedAt = Date.UTC(2026, 0, 5, 3, 4);
  const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const row = {
    id: 'a.b.7',
    lane: 'a.b',
    version: 'v7',
    phase: 'finished',
    outcome: 'completed',
    sentence: '',
    startedAt,
  } as const;
  expect(inOneLine(row)).toBe(`7: v7 completed, ${local.format(startedAt)}`);
});
