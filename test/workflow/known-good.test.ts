/** What has to be known before the candidate is known good, since from then on the old slot is taken down. */
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { createDoor, untilCancelled } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, shift(500), cutover, keep(30), retire];
const drift = { kind: 'drift', finding: 'drift', reason: 'drift', message: 'all went to blue' } as const;

/** How often all traffic was written to the candidate. */
const wholes = ({ did }: World): number => did.filter((each) => each === 'write 0/10000').length;
const isGone = ({ did }: World): boolean => did.includes('retire blue');

test('a retry that fails leaves the change of somebody else asked about, and the old slot where it is', async () => {
  const world = servingWorld();
  let failing = true;
  world.finds = ({ warm, muted }) =>
    warm === null || muted.includes('drift') ? undefined : failing ? drift : undefined;
  world.writes = () =>
    failing && wholes(world) > 0 ? { kind: 'not-ready', message: 'the router is away' } : undefined;
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    const first = await running.untilHeld('drift');
    await running.act('retry', 'bob');
    const second = await running.until(
      'the next hold',
      ({ hold }) => hold?.reason === 'drift' && hold.since !== first.hold?.since,
    );
    expect(second.hold?.message).toBe('all went to blue; the router is away');
    expect(isGone(world)).toBe(false);
    failing = false;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(events.filter(({ kind }) => kind === 'held')).toHaveLength(2);
});

test('a router that was not found as asked is written once more before the old slot goes', async () => {
  const world = servingWorld();
  world.asAsked = false;
  const { result } = await playRelease(rig(), world, releaseInput(steps));
  expect(result.outcome).toBe('completed');
  expect(wholes(world)).toBe(2);
});

test('and where that does not work a person is asked', async () => {
  const world = servingWorld();
  world.asAsked = false;
  let away = true;
  world.writes = () => {
    if (away && wholes(world) > 0) throw ApplicationFailure.nonRetryable('connection refused');
    return undefined;
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    const { hold } = await running.untilHeld('error');
    expect(hold?.message).toBe('the router cannot be written before the old slot goes: connection refused');
    expect(isGone(world)).toBe(false);
    away = false;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(world.asked.at(-1)?.onDrift).toBe('restore');
});

test('a keep goes on for as long as its watch could not run', async () => {
  const world = servingWorld();
  let broken = true;
  world.finds = ({ warm }) => {
    if (warm === null) return undefined;
    if (broken) throw ApplicationFailure.nonRetryable('no such secret');
    return { kind: 'chunk' };
  };
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilHeld('the watch cannot run');
    broken = false;
    await running.act('retry', 'bob');
    await rig().skip('1m');
  });
  expect(result.outcome).toBe('completed');
  expect(events.find(({ kind }) => kind === 'error')?.message).toMatch(
    /^the watch could not run at the end of the keep, so it goes on for \d+ s$/,
  );
});

test('a candidate is judged while a change of somebody else is put right', async () => {
  const world = servingWorld();
  let found = false;
  world.finds = ({ muted, weight }) => {
    if (weight !== 500) return undefined;
    if (found)
      return muted.includes('drift')
        ? { kind: 'fail', finding: 'harm', reason: 'pass', message: 'worse' }
        : undefined;
    found = true;
    return drift;
  };
  world.writes = async ({ split }) => (found && split?.green === 500 ? untilCancelled() : undefined);
  const { result } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), approve, cutover, retire]),
  );
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
});

test('what an approval kept waiting is looked at once more before the old slot goes', async () => {
  const world = servingWorld();
  let away = true;
  world.writes = () => {
    if (away && wholes(world) > 0) throw ApplicationFailure.nonRetryable('connection refused');
    return undefined;
  };
  const approved: Step[] = [deploy, shift(500), cutover, keep(30), approve, retire];
  const { result } = await playRelease(rig(), world, releaseInput(approved), async (running) => {
    await running.untilStep('approve');
    await rig().skip('10m');
    await running.act('approve', 'bob');
    await running.untilHeld('error');
    expect(isGone(world)).toBe(false);
    away = false;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(wholes(world)).toBe(2);
});

test('a write that the watch has put right meanwhile asks nobody', async () => {
  const world = servingWorld();
  world.asAsked = false;
  const door = createDoor();
  let found = false;
  world.finds = ({ warm, muted }) => {
    if (warm === null || wholes(world) === 0 || world.asked.length < 3 || found) return undefined;
    found = true;
    return muted.includes('drift') ? undefined : drift;
  };
  world.writes = async ({ fence }) => {
    if (fence.act === 3) {
      await door.pass();
      return { kind: 'fenced', message: 'act 4 of release 2 has written since' };
    }
    if (fence.act === 4) door.open();
    return undefined;
  };
  const { result, events } = await playRelease(rig(), world, releaseInput(steps));
  expect(result.outcome).toBe('completed');
  expect(events.filter(({ kind }) => kind === 'held')).toEqual([]);
});
