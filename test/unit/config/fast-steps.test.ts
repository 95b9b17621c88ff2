import { expect, test } from 'vitest';
import { fastSteps } from '../../../config/fast-steps.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { EXAMPLE, serviceFile } from './example.ts';

function fast(text: string): ReturnType<typeof resolvePlan> {
  return resolvePlan(serviceFile(text), 'production', 'fast');
}

test('the fast steps are those of the service that bring a version up, prove it and keep the way back', () => {
  const plan = fast(EXAMPLE);
  const whole = resolvePlan(serviceFile(EXAMPLE), 'production');
  expect(plan?.steps).toEqual(
    whole?.steps.filter(({ kind }) => ['deploy', 'smoke', 'cutover', 'keep', 'retire'].includes(kind)),
  );
  expect(plan).toEqual({ ...whole, steps: plan?.steps, analysis: { ...whole?.analysis, plannedBlocks: 1 } });
});

test('those of a strategy are the same', () => {
  const text = `${EXAMPLE.slice(0, EXAMPLE.indexOf('    steps:'))}    strategy: canary\n`;
  expect(fast(text)?.steps.map(({ kind }) => kind)).toEqual(['deploy', 'smoke', 'cutover', 'keep', 'retire']);
});

test('what a service leaves out that a fast release needs is there all the same', () => {
  const text = EXAMPLE.replace(/ {6}- (smoke|keep|retire).*\n/g, '');
  expect(fast(text)?.steps).toMatchObject([
    { kind: 'deploy' },
    { kind: 'smoke', checks: [{ kind: 'get', path: '/health', status: 200 }] },
    { kind: 'cutover' },
    { kind: 'keep', for: 600_000 },
  ]);
});

test('without a ready path and a smoke test of its own, being ready is all that is asked', () => {
  const steps = fast(EXAMPLE)?.steps.filter(({ kind }) => kind !== 'smoke') ?? [];
  expect(fastSteps(steps, undefined)).toEqual(steps);
});
