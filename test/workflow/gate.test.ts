import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { cutover, deploy, gate, keep, retire, run } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { emptyWorld, servingWorld } from './world.ts';

const rig = useRig();
const steps: Step[] = [gate, deploy, cutover, keep(30), retire];

test('a pass goes on, with its evidence in the note and the events', async () => {
  const world = servingWorld();
  world.gates = ({ revision, attempt }) => ({
    summary: `attempt ${attempt} found nothing in ${revision}`,
    evidence: 'report.json, sha256 12ab',
    link: 'https://ci.example.com/7',
  });
  const { result, status, events } = await playRelease(
    rig(),
    world,
    releaseInput(steps, {}, { revision: 'abc' }),
  );
  expect(result.outcome).toBe('completed');
  const note = 'attempt 1 found nothing in abc (report.json, sha256 12ab), https://ci.example.com/7';
  expect(status.steps[0]).toMatchObject({ label: 'gate ./scan.sh', state: 'done', note });
  expect(events.find(({ kind }) => kind === 'verdict')).toMatchObject({
    message: `gate: pass: ${note}`,
    data: { verdict: 'pass', evidence: 'report.json, sha256 12ab', link: 'https://ci.example.com/7' },
  });
});

test('a fail before the deploy undoes a release that has done nothing yet', async () => {
  const world = servingWorld();
  world.gates = () => ({ outcome: 'fail', summary: '3 critical findings' });
  const { result } = await playRelease(rig(), world, releaseInput(steps));
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(result.reason).toMatch(/^the gate failed: 3 critical findings \(a report\)/);
  expect(world.did).toEqual(['gate 0']);
});

test('a fail after the deploy takes the candidate down and undoes what was run', async () => {
  const world = servingWorld();
  world.gates = () => ({ outcome: 'fail', summary: 'no' });
  const before = run('./a.sh', { undo: './b.sh' });
  const { result } = await playRelease(rig(), world, releaseInput([before, deploy, gate, cutover, retire]));
  expect(result.outcome).toBe('reverted');
  expect(world.did).toEqual(['do 0', 'deploy v2 green', 'gate 2', 'retire green', 'undo 0']);
});

test('the first release of a lane has to pass too', async () => {
  const world = emptyWorld();
  world.gates = () => ({ outcome: 'fail', summary: 'no' });
  const more = { stable: null, candidate: { slot: 'blue', version: 'v2' } } as const;
  const { result } = await playRelease(rig(), world, releaseInput(steps, {}, more));
  expect(result.outcome).toBe('reverted');
  expect(world.did).toEqual(['gate 0']);
});

// Peers' A33: evidence that could not be had is no verdict. They pause or degrade; here a person is asked.
describe('A33: no evidence', () => {
  test('holds, and retry asks again as another attempt', async () => {
    const world = servingWorld();
    world.gates = ({ attempt }) =>
      attempt === 1
        ? { outcome: 'inconclusive', reason: 'crashed', summary: 'ended with status 2' }
        : undefined;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      const { hold } = await running.untilHeld('crashed');
      expect(hold).toMatchObject({
        message: 'the gate says neither pass nor fail: crashed: ended with status 2 (a report)',
        promotable: true,
        retryable: true,
      });
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(events.filter(({ kind }) => kind === 'verdict').map(({ data }) => data?.['verdict'])).toEqual([
      'inconclusive',
      'pass',
    ]);
  });

  test('that a person goes on without is recorded as promoted, never as a pass', async () => {
    const world = servingWorld();
    world.gates = () => ({ outcome: 'inconclusive', reason: 'no evidence', summary: 'there is no report' });
    const { result, status } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('no evidence');
      await running.act('promote', 'bob', { reason: 'the scanner is down' });
    });
    expect(result.outcome).toBe('completed');
    expect(status.steps[0]?.note).toBe('ended by promote, without a pass: there is no report (a report)');
  });

  test('undoes the release when nobody decides', async () => {
    const world = servingWorld();
    world.gates = () => ({ outcome: 'inconclusive', reason: 'stale evidence', summary: 'written yesterday' });
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('stale evidence');
      await rig().skip('61m');
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
  });
});
