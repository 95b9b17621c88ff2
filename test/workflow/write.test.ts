import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld, type World } from './world.ts';
import { until } from '../rigs/until.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];
test('R12, W4: a candidate that is not ready gets no traffic: held, and retry writes when it is', async () => {
  const world = servingWorld();
  let ready = false;
  world.writes = () => (ready ? undefined : { kind: 'not-ready', message: 'green has no instance ready' });
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilHeld('not-ready');
    expect(await running.refused('promote', 'bob')).toMatch(/^act_not_possible/);
    ready = true;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(world.asked[0]?.mustBeReady).toEqual(['green']);
  expect(world.asked.at(-1)).toMatchObject({ mustBeFull: ['green'], split: { blue: 0, green: 10_000 } });
});

test('a later writer stops this release’s writes: held, and an abort pages because it cannot move traffic either', async () => {
  const world = servingWorld();
  world.writes = () => {
    world.stamp = { lane: 'x', release: 9, act: 1 };
    return undefined;
  };
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilHeld('fenced');
    await running.abort();
    await running.until('the undo', ({ phase }) => phase === 'undoing');
    await rig().skip('3m');
    expect(world.did).not.toContain('retire green');
    await running.act('leave', 'root', { reason: 'somebody else owns the router now' });
  });
  expect(result).toMatchObject({ outcome: 'left' });
  expect(events.some(({ kind, page }) => kind === 'error' && page)).toBe(true);
  expect(world.asked.length).toBeLessThan(60);
});

describe('somebody changes the router', () => {
  test('found at a write: told, and put right by the write itself', async () => {
    const world = servingWorld();
    world.writes = ({ fence }) => (fence.act === 2 ? { drift: 'the split was 50/50' } : undefined);
    const { result, events } = await playRelease(rig(), world, releaseInput(steps));
    expect(result.outcome).toBe('completed');
    expect(events.filter(({ kind }) => kind === 'drift')).toMatchObject([{ message: 'the split was 50/50' }]);
  });

  test('found at a write under onDrift hold: asked, and retry puts it right', async () => {
    const world = servingWorld();
    world.writes = ({ onDrift, split }) =>
      onDrift === 'hold' && split?.green === 10_000
        ? { kind: 'drift', drift: 'the split was 50/50', message: 'somebody changed the router' }
        : undefined;
    const { result } = await playRelease(
      rig(),
      world,
      releaseInput(steps, { onDrift: 'hold' }),
      async (running) => {
        await running.untilHeld('drift');
        await running.act('retry', 'bob');
      },
    );
    expect(result.outcome).toBe('completed');
  });

  test('found by the watch: put right at once, and told', async () => {
    const world = servingWorld();
    driftOnce(world);
    const { result, events } = await playRelease(rig(), world, releaseInput(steps));
    expect(result.outcome).toBe('completed');
    expect(world.did.filter((did) => did === 'write 9500/500')).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === 'drift')).toHaveLength(1);
  });

  test('found by the watch under onDrift hold: the watch goes on while a person is asked', async () => {
    const world = servingWorld();
    driftOnce(world);
    const { result } = await playRelease(
      rig(),
      world,
      releaseInput(steps, { onDrift: 'hold' }),
      async (running) => {
        await running.untilHeld('drift');
        await expect.poll(() => world.watched.at(-1)?.muted).toEqual(['drift']);
        expect(world.did.filter((did) => did.startsWith('write'))).toHaveLength(1);
        await running.act('retry', 'bob');
      },
    );
    expect(result.outcome).toBe('completed');
    expect(world.did.filter((did) => did === 'write 9500/500')).toHaveLength(2);
  });

  test('again and again: after three times a person is asked', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked, muted }) =>
      asked === undefined || muted.includes('drift')
        ? undefined
        : { kind: 'drift', finding: 'drift', message: '50/50' };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      const { hold } = await running.untilHeld('drift');
      expect(hold?.message).toMatch(/put right before, again and again/);
      expect(world.did.filter((did) => did === 'write 9500/500')).toHaveLength(4);
      await running.abort();
    });
    expect(result.outcome).toBe('reverted');
  });
});

describe('instances that are elsewhere', () => {
  const moved = {
    kind: 'targets',
    finding: 'targets',
    reason: 'targets',
    message: 'blue is elsewhere',
  } as const;

  test('are told to the router at the same weight, and the bake goes on', async () => {
    const world = servingWorld();
    let found = 0;
    world.finds = ({ bake: asked }) => {
      if (asked === undefined) return undefined;
      found += 1;
      return found === 1 ? moved : { kind: 'pass', reason: 'pass', message: 'safe' };
    };
    const { result, events } = await playRelease(rig(), world, releaseInput(steps));
    expect(result.outcome).toBe('completed');
    expect(world.did.filter((did) => did === 'write 9500/500')).toHaveLength(2);
    expect(events.find(({ message }) => message === moved.message)?.kind).toBe('observed');
  });

  test('that cannot be told to it are said, and are left until the next weight', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked, muted }) =>
      asked === undefined
        ? undefined
        : muted.includes('targets')
          ? { kind: 'pass', reason: 'pass', message: 'safe' }
          : moved;
    world.writes = ({ fence }) =>
      fence.act === 2 ? { kind: 'not-ready', message: 'nothing is there' } : undefined;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps));
    expect(result.outcome).toBe('completed');
    const message = 'the router still has the instances of before: nothing is there';
    expect(events.filter(({ kind }) => kind === 'error').map((each) => each.message)).toEqual([message]);
  });
});

function driftOnce(world: World): void {
  let drifted = false;
  world.finds = ({ bake: asked }) => {
    if (asked === undefined) return undefined;
    if (drifted) return { kind: 'pass', reason: 'pass', message: 'safe' };
    drifted = true;
    return { kind: 'drift', finding: 'drift', reason: 'drift', message: 'the split was 50/50' };
  };
}

describe('a shift', () => {
  const proven = {
    kind: 'proven',
    requests: { blue: 19, green: 1 },
    message: '1 of 20',
    observed: 500,
  } as const;

  test('that its write has seen in passing is not looked at again', async () => {
    const world = servingWorld();
    const looks: string[] = [];
    world.writes = ({ look }) => (look === undefined ? undefined : { seen: proven });
    world.observes = (goal) => void looks.push(goal);
    const { result, events } = await playRelease(rig(), world, releaseInput(steps));
    expect(result.outcome).toBe('completed');
    expect(looks).toEqual(['cutover']);
    expect(events.find(({ kind }) => kind === 'observed')).toMatchObject({ message: '1 of 20' });
  });

  test('that its write has seen to get more than asked holds, and is looked at anew after retry', async () => {
    const world = servingWorld();
    world.writes = ({ look }) =>
      look === undefined ? undefined : { seen: { ...proven, kind: 'more', message: '15 of 20' } };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('split');
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });

  test('is watched while its write and its looking take more than a moment, and not before', async () => {
    const world = servingWorld();
    const twice: Step[] = [deploy, shift(500), shift(1000), cutover, retire];
    const modes = (): string[] => world.watched.map(({ mode }) => mode);
    world.writes = async ({ split }) => {
      if (split?.green === 1000) await until('the write to be watched', () => modes().includes('transition'));
      return undefined;
    };
    world.observes = async (goal) => {
      const asked = world.asked.at(-1)?.split?.green;
      if (goal === 'raise' && asked === 1000)
        await until('the look to be watched', () => modes().at(-1) === 'steady');
      return undefined;
    };
    const { result } = await playRelease(rig(), world, releaseInput(twice));
    expect(result.outcome).toBe('completed');
    expect(modes().slice(0, 2)).toEqual(['transition', 'steady']);
  });
});
