import { describe, expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld, type Finding } from './world.ts';
import type { BakeStep } from '../../config/plan.ts';

const rig = useRig();
const harm: Finding = {
  kind: 'fail',
  finding: 'harm',
  reason: 'harm',
  message: 'errors are worse',
  blame: 'errors',
};
const unsure: Finding = { kind: 'inconclusive', reason: 'not yet known', message: 'not yet known' };

/** A world whose bakes end like this, one after the other; then they pass. */
function bakesEnd(...findings: Finding[]): ReturnType<typeof servingWorld> {
  const world = servingWorld();
  world.finds = ({ bake: asked }) =>
    asked === undefined ? undefined : (findings.shift() ?? { kind: 'pass', reason: 'pass', message: 'safe' });
  return world;
}

function input(more: Partial<BakeStep>): ReturnType<typeof releaseInput> {
  return releaseInput([deploy, shift(500), bake(more), cutover, keep(30), retire]);
}

test('R8: a fail reverts at once, and says what is to blame', async () => {
  const { result, events } = await playRelease(rig(), bakesEnd(harm), input({}));
  expect(result).toMatchObject({
    outcome: 'reverted',
    cause: 'verdict',
    live: { slot: 'blue', version: 'v1' },
  });
  expect(result.reason).toBe('errors are worse; v1 serves all traffic');
  expect(events.find(({ kind }) => kind === 'verdict')?.data).toMatchObject({
    verdict: 'fail',
    blame: 'errors',
  });
});

describe('onFail: hold', () => {
  test('asks a person, is watched meanwhile, and retry bakes again', async () => {
    const world = bakesEnd(harm);
    const { result } = await playRelease(rig(), world, input({ onFail: 'hold' }), async (running) => {
      await running.untilHeld('harm');
      const { muted, bake: asked } = await lastWatched(world);
      expect({ muted, asked }).toEqual({ muted: ['harm'], asked: undefined });
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(world.watched.filter((request) => request.bake !== undefined).at(-1)?.muted).toEqual([]);
  });

  test('promote is refused while harm is over its bound, and taken when it no longer is', async () => {
    const world = bakesEnd({ ...harm, overBound: true });
    const bakes = world.finds;
    const chunks: Finding[] = [];
    world.finds = (request) => bakes(request) ?? chunks.shift();
    const { result, events } = await playRelease(rig(), world, input({ onFail: 'hold' }), async (running) => {
      const { hold } = await running.untilHeld('harm');
      expect(hold).toMatchObject({ promotable: false, retryable: true });
      expect(await running.refused('promote', 'bob')).toMatch(/^act_not_possible: the evidence of harm/);
      chunks.push({ kind: 'chunk' });
      await running.until('promote to be offered', (status) => status.hold?.promotable === true);
      await expect.poll(async () => running.act('promote', 'bob').catch(() => undefined)).toBeDefined();
    });
    expect(result.outcome).toBe('completed');
    expect(events.map(({ kind }) => kind)).toContain('promoted');
  });

  test('an outage of the instances reverts all the same', async () => {
    const gone: Finding = {
      kind: 'fail',
      finding: 'instances',
      reason: 'instances',
      message: 'none is ready',
    };
    const { result } = await playRelease(rig(), bakesEnd(gone), input({ onFail: 'hold' }));
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  });

  test('a fail of something else during the hold reverts', async () => {
    const world = bakesEnd(harm);
    const bakes = world.finds;
    let dead = false;
    world.finds = (request) =>
      bakes(request) ??
      (dead ? { kind: 'fail', finding: 'instances', reason: 'instances', message: 'dead' } : undefined);
    const { result } = await playRelease(rig(), world, input({ onFail: 'hold' }), async (running) => {
      await running.untilHeld('harm');
      dead = true;
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  });
});

describe('onInconclusive', () => {
  test('revert', async () => {
    const { result } = await playRelease(rig(), bakesEnd(unsure), input({ onInconclusive: 'revert' }));
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  });

  test('R7: hold, watched; promote goes on and is not called a pass', async () => {
    const world = bakesEnd(unsure);
    const { result, status } = await playRelease(rig(), world, input({}), async (running) => {
      const held = await running.untilHeld('not yet known');
      expect(held.hold).toMatchObject({ promotable: true, retryable: true, onDeadline: 'revert' });
      expect(await lastWatched(world)).not.toHaveProperty('bake');
      await running.act('promote', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(status.steps[2]?.note).toBe('ended by promote, without a pass');
  });

  test('advance is recorded as advanced by policy', async () => {
    const { result, status } = await playRelease(
      rig(),
      bakesEnd(unsure),
      input({ onInconclusive: 'advance' }),
    );
    expect(result.outcome).toBe('completed');
    expect(status.steps[2]?.note).toMatch(/^advanced by policy/);
  });

  test.each([
    'no data',
    'stale',
    'error',
    'split is not what was asked',
    'noise model broken',
    'faster than before',
  ])('advance is refused for %s', async (reason) => {
    const world = bakesEnd({ kind: 'inconclusive', reason, message: reason });
    const { result } = await playRelease(
      rig(),
      world,
      input({ onInconclusive: 'advance' }),
      async (running) => {
        await running.untilHeld(reason);
        await running.abort();
      },
    );
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  });
});

test('the watch is asked for the bake’s own terms', async () => {
  const world = bakesEnd();
  const minute = 60_000;
  await playRelease(rig(), world, input({ until: 'elapsed', min: minute, max: 5 * minute, minRequests: 9 }));
  const asked = world.watched.find((request) => request.bake !== undefined)?.bake;
  expect(asked).toMatchObject({ until: 'elapsed', minRequests: 9 });
  expect((asked?.maxUntil ?? 0) - (asked?.minUntil ?? 0)).toBe(4 * minute);
});

test('R2: promote ends the bake without a verdict', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const { result, status, events } = await playRelease(rig(), world, input({}), async (running) => {
    await running.untilStep('bake');
    await running.act('promote', 'bob', { reason: 'known flake' });
  });
  expect(result.outcome).toBe('completed');
  expect(status.steps[2]?.note).toBe('ended by promote, without a verdict');
  expect(events.find(({ kind }) => kind === 'promoted')).toMatchObject({
    actor: 'bob',
    reason: 'known flake',
  });
});

test('what follows a promoted bake is watched to its end, and no longer by the terms of the bake', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const steps = [deploy, shift(500), bake({ onFail: 'hold' }), approve, cutover, keep(30), retire];
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('bake');
    await running.act('promote', 'bob');
    await running.untilStep('approve');
    expect(await lastWatched(world)).not.toHaveProperty('bake');
    // Nobody holds for it any more.
    world.finds = () => harm;
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
});

test('evidence that turned keeps the weight where it is until a person decides', async () => {
  const world = bakesEnd();
  world.evidence.raiseAllowed = false;
  const { result } = await playRelease(rig(), world, input({}), async (running) => {
    await running.untilHeld('evidence');
    await running.act('retry', 'bob');
    await expect.poll(async () => (await running.events('held')).length).toBe(2);
    expect(world.did.at(-1)).toBe('write 9500/500');
    world.evidence.raiseAllowed = true;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
});

async function lastWatched(world: ReturnType<typeof servingWorld>): Promise<(typeof world.watched)[number]> {
  await expect.poll(() => world.watched.at(-1)?.bake).toBeUndefined();
  const last = world.watched.at(-1);
  if (last === undefined) throw new Error('Nothing was watched.');
  return last;
}
