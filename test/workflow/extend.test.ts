import { describe, expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease, type Running } from './release-under-test.ts';
import { servingWorld, type World } from './world.ts';
import { analysisConfig } from '../rigs/analysis-config.ts';

const rig = useRig();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Waits until the server's clock, which tests before have moved on, has passed a time. */
async function untilPast(time: number): Promise<void> {
  await expect.poll(async () => (await rig().environment.currentTimeMs()) > time).toBe(true);
}

/** A world whose bakes find nothing by themselves. */
function baking(): World {
  const world = servingWorld();
  world.finds = () => undefined;
  return world;
}

/** Extends by so many milliseconds; answers by how much the present deadline has moved. */
async function extend(running: Running, by: number): Promise<number> {
  const before = await running.status();
  const after = await running.act('extend', 'bob', { by, reason: 'we are looking' });
  const of = ({ hold, deadline }: typeof after): number => hold?.deadline ?? deadline ?? 0;
  return of(after) - of(before);
}

describe('the end of a bake', () => {
  test('moves, and the running chunk of the watch is begun again with it', async () => {
    const world = baking();
    const input = releaseInput([deploy, shift(500), bake({ max: 10_000 }), cutover, keep(30), retire]);
    const { result, events, status } = await playRelease(rig(), world, input, async (running) => {
      await running.untilStep('bake');
      await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
      const first = world.watched.at(-1)?.bake?.maxUntil ?? 0;
      expect(await extend(running, 30 * MINUTE)).toBe(30 * MINUTE);
      await expect.poll(() => world.watched.at(-1)?.bake?.maxUntil).toBe(first + 30 * MINUTE);
      expect(world.watched.at(-1)?.state, 'with what it carried').not.toBeNull();
      expect(await extend(running, MINUTE)).toBe(MINUTE);
      await expect.poll(() => world.watched.at(-1)?.bake?.maxUntil).toBe(first + 31 * MINUTE);
      // Long after the end that it had first.
      await untilPast(first + 300);
      expect(await running.status()).toMatchObject({ phase: 'running', deadline: first + 31 * MINUTE });
      world.finds = ({ bake: asked }) => asked && { kind: 'pass' };
    });
    expect(result).toMatchObject({ outcome: 'completed' });
    expect(status.steps[2]).toMatchObject({ extended: 31 * MINUTE });
    expect(events.filter(({ kind }) => kind === 'extended')).toMatchObject([
      {
        actor: 'bob',
        reason: 'we are looking',
        message: 'extended by 30m by bob: bake until safe, at most 10s',
        data: { by: 30 * MINUTE },
      },
      { data: { by: MINUTE } },
    ]);
  });

  test('moves while it is paused, and a pause moves it on', async () => {
    const world = baking();
    const input = releaseInput([deploy, shift(500), bake({ max: HOUR }), cutover, keep(30), retire]);
    await playRelease(rig(), world, input, async (running) => {
      await running.untilStep('bake');
      await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
      const first = world.watched.at(-1)?.bake?.maxUntil ?? 0;
      await running.act('pause', 'bob');
      expect((await running.status()).deadline).toBeUndefined();
      await running.act('extend', 'bob', { by: HOUR });
      await running.act('resume', 'bob');
      const [paused, resumed] = [await running.events('paused'), await running.events('resumed')];
      const stood = (resumed[0]?.at ?? 0) - (paused[0]?.at ?? 0);
      const movedBy = (): number => (world.watched.at(-1)?.bake?.maxUntil ?? 0) - first;
      await expect.poll(movedBy).toBeGreaterThanOrEqual(HOUR + stood);
      // The step goes on a task later than the pause ended, which a busy machine plays late.
      expect(movedBy()).toBeLessThan(HOUR + stood + 30_000);
      world.finds = ({ bake: asked }) => asked && { kind: 'pass' };
    });
  });

  test('that passed in the same moment does not count', async () => {
    const world = baking();
    const stopped: number[] = [];
    world.stops = ({ bake: asked }) => {
      if (asked === undefined) return undefined;
      stopped.push(asked.maxUntil);
      return { kind: 'inconclusive', reason: 'not yet known', message: 'not yet known' };
    };
    const input = releaseInput([deploy, shift(500), bake(), cutover, keep(30), retire]);
    const { result, events } = await playRelease(rig(), world, input, async (running) => {
      await running.untilStep('bake');
      await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
      const { deadline } = await running.act('extend', 'bob', { by: MINUTE });
      await expect.poll(() => world.watched.at(-1)?.bake?.maxUntil).toBe(deadline);
      expect(stopped).toEqual([(deadline ?? 0) - MINUTE]);
      world.finds = ({ bake: asked }) => asked && { kind: 'pass' };
    });
    expect(result).toMatchObject({ outcome: 'completed' });
    expect(events.map(({ kind }) => kind)).not.toContain('held');
  });
});

test('the deadline of an approval moves, and passes in the end', async () => {
  const world = servingWorld();
  const input = releaseInput([deploy, { ...approve, deadline: 10 * MINUTE }, shift(500), cutover]);
  const { result, events } = await playRelease(rig(), world, input, async (running) => {
    await running.untilStep('approve');
    expect(await extend(running, 20 * MINUTE)).toBe(20 * MINUTE);
    await rig().skip('25m');
    expect(await running.status()).toMatchObject({ phase: 'running' });
    await rig().skip('10m');
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
  const at = (kind: string): number => events.find((event) => event.kind === kind)?.at ?? 0;
  expect(at('undo-started') - at('extended')).toBeGreaterThan(29 * MINUTE);
});

test('the deadline of a hold moves, before that of the step that it stands in', async () => {
  const world = servingWorld();
  world.smokes = () => {
    throw new Error('the checker is broken');
  };
  const input = releaseInput([deploy, smoke, cutover, keep(30), retire], { holdDeadline: 10 * MINUTE });
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await rig().skip('2m');
    await running.untilHeld('error');
    expect(await extend(running, HOUR)).toBe(HOUR);
    await rig().skip('50m');
    world.smokes = () => undefined;
    await running.act('retry', 'bob');
  });
  expect(result).toMatchObject({ outcome: 'completed' });
});

test('R16: the end of a keep moves', async () => {
  const world = servingWorld();
  const input = releaseInput([deploy, cutover, keep(10_000), retire]);
  const { result, status } = await playRelease(rig(), world, input, async (running) => {
    const { deadline = 0 } = await running.untilStep('keep');
    await running.act('extend', 'bob', { by: HOUR });
    await untilPast(deadline + 300);
    expect(await running.status()).toMatchObject({ phase: 'running', deadline: deadline + HOUR });
    await running.act('promote', 'bob');
  });
  expect(result).toMatchObject({ outcome: 'completed' });
  expect(status.steps[2]).toMatchObject({ extended: HOUR, note: expect.stringContaining('cut short') });
});

test('what cannot be moved, or not by so much, is refused with the reason', async () => {
  const world = baking();
  const input = releaseInput([deploy, shift(500), bake({ max: HOUR }), cutover], {
    analysis: analysisConfig(1000, { plannedBlocks: 100 }),
  });
  await playRelease(rig(), world, input, async (running) => {
    await running.untilStep('bake');
    const { step, token } = await running.status();
    const limits = 'act_not_possible: a deadline is moved by 1s to 30d at a time';
    for (const by of [0, 999, -1, 31 * 24 * HOUR, 1.5, Number.NaN]) {
      expect(await running.refused('extend', 'bob', { by })).toBe(limits);
    }
    expect(await running.refused('extend', 'bob')).toBe(limits);
    expect(await running.refused('extend', 'bob', { by: 29 * 24 * HOUR })).toMatch(
      /with blocks of 1s a release can keep the counts of 1d\S+ more, and no longer$/,
    );
    await running.act('extend', 'bob', { by: HOUR });
    expect(await running.refused('extend', 'eve', { by: HOUR, step, token })).toMatch(/^stale_act/);
    await running.abort();
  });
});
