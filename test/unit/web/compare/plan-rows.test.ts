import { expect, test } from 'vitest';
import type { Plan } from '../../../../config/plan.ts';
import { planRows } from '../../../../web/pages/compare/plan-rows.ts';
import { checkout, planOf } from '../plan/plans.ts';

const STEPS = ['{ shift: 5% }', '{ bake: { until: safe, max: 30m } }', '{ bake: { for: 5m } }', 'cutover'];
const told = (a: Plan, b: Plan): string[] =>
  planRows(a, b).map(
    ({ what, sides: [one, other] }) => `${what}: ${one?.text ?? '–'} | ${other?.text ?? '–'}`,
  );

test('a plan and its copy do not differ, whatever the order of their keys', () => {
  const plan = planOf(checkout(STEPS));
  expect(planRows(plan, JSON.parse(JSON.stringify(plan)))).toEqual([]);
  expect(planRows(plan, { ...Object.fromEntries(Object.entries(plan).toReversed()), ...plan })).toEqual([]);
});

test('a step stands by its kind and which it is, and its times as people write them', () => {
  const [shift = '', , ...rest] = STEPS;
  const longer = planOf(checkout([shift, '{ bake: { until: safe, max: 45m } }', '{ approve: {} }', ...rest]));
  const rows = told(planOf(checkout(STEPS)), longer);
  expect(rows).toContain('bake 1.max: 30m | 45m');
  expect(rows).toContain(
    'approve: – | { kind: approve, role: approver, deadline: 1d, onDeadline: revert, count: 1 }',
  );
  expect(rows.filter((row) => row.startsWith('bake 2'))).toEqual([]);
});

test('metrics stand by their names, and figures with their units', () => {
  const plan = planOf(checkout(STEPS));
  const [errors] = plan.metrics;
  if (errors === undefined) throw new Error('There is no metric.');
  const other: Plan = {
    ...plan,
    holdDeadline: 60_000,
    metrics: [
      { ...errors, margin: 1.5, negligible: 0.002 },
      { ...errors, name: 'latency' },
    ],
    analysis: { ...plan.analysis, alpha: 0.05 },
    onDrift: 'hold',
  };
  expect(told(plan, other)).toEqual([
    'metrics.errors.margin: 1.25 | 1.5',
    'metrics.errors.negligible: 0.1 % | 0.2 %',
    expect.stringMatching(/^metrics\.latency: – \| \{ name: latency, .*…$/),
    'analysis.alpha: 1 % | 5 %',
    'onDrift: restore | hold',
    'holdDeadline: 1h | 1m',
  ]);
});

test('which lane it is for is no difference of plans', () => {
  const plan = planOf(checkout(STEPS));
  expect(planRows(plan, { ...plan, service: 'cart', environment: 'staging' })).toEqual([]);
});
