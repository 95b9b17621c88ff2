import { expect, test } from 'vitest';
import type { WriteRequest } from '../../activities/types.ts';
import type { Frozen } from '../../config/freezes/judge-raise.ts';
import { useRig } from './environment.ts';
import { laneInput, laneState, releaseInput, submission } from './inputs.ts';
import { useLane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, ramp, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const frozen: Frozen = { by: 'freeze', message: 'frozen by f1 of ann, until Monday: year end', until: 9e12 };

/** A world in which raises to at least a weight are frozen until the freeze is ended. */
function frozenFrom(weight: number, by = frozen): { world: World; end: () => void; asked: WriteRequest[] } {
  const world = servingWorld();
  const door = createDoor();
  const asked: WriteRequest[] = [];
  let ended = false;
  world.writes = (request) => {
    if (request.raise === undefined) return undefined;
    asked.push(request);
    if (ended || request.raise.overriddenAt !== undefined) return undefined;
    return (request.split?.green ?? 0) < weight
      ? undefined
      : { kind: 'frozen', message: by.message, frozen: by };
  };
  world.thaws = async ({ raise }) => {
    if (raise.overriddenAt === undefined) await door.pass();
    return null;
  };
  const end = (): void => {
    ended = true;
    door.open();
  };
  return { world, end, asked };
}

test('a freeze that begins in mid-ramp holds it, watched, until the freeze ends; nobody is asked', async () => {
  const { world, end, asked } = frozenFrom(2500);
  const input = releaseInput([deploy, ramp(), cutover, keep(30), retire], {
    onFreeze: 'finish',
    holdDeadline: 100,
  });
  const { result, events } = await playRelease(rig(), world, input, async (running) => {
    const { phase, hold, sentence } = await running.untilHeld('freeze');
    expect({ phase, sentence }).toEqual({ phase: 'holding', sentence: frozen.message });
    expect(hold).toMatchObject({
      until: frozen.until,
      promotable: false,
      retryable: false,
      onDeadline: 'stay',
    });
    expect(hold).not.toHaveProperty('deadline');
    await expect.poll(() => world.inside.has('watch')).toBe(true);
    expect(await running.refused('retry', 'bob')).toMatch(
      /^act_not_possible: retry is no answer to a freeze/,
    );
    expect(await running.refused('promote', 'bob')).toMatch(
      /^act_not_possible: promote is no answer to a freeze/,
    );
    await running.until('its deadline to be long over', ({ phase }) => {
      return phase === 'holding' && Date.now() - (hold?.since ?? Infinity) > 300;
    });
    end();
  });
  expect(result.outcome).toBe('completed');
  expect(world.did.filter((each) => each.startsWith('write'))).toEqual(
    [9900, 9500, 7500, 5000, 0].map((blue) => `write ${blue}/${10_000 - blue}`),
  );
  expect(events.filter(({ page }) => page)).toEqual([]);
  const held = events.filter(({ kind }) => kind === 'held' || kind === 'hold-ended');
  expect(held.map(({ message }) => message)).toEqual([
    `held: ${frozen.message}`,
    'nothing freezes it any more',
  ]);
  const began = asked[0]?.raise?.began ?? 0;
  expect(asked[0]?.raise).toEqual({ lane: input.lane, kind: 'release', began, onFreeze: 'finish' });
  expect(began).toBe(events[0]?.at);
});

test('a fail while frozen reverts at once: moves down are never frozen', async () => {
  const { world, end } = frozenFrom(1000);
  const input = releaseInput([deploy, shift(500), bake(), shift(2000), cutover]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilHeld('freeze');
    world.finds = () => ({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' });
    await running.until('its undo', ({ phase }) => phase === 'undoing' || phase === 'finished');
  }).finally(end);
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(world.asked.at(-1)).toMatchObject({ split: { blue: 10_000, green: 0 } });
  expect(world.asked.at(-1)).not.toHaveProperty('raise');
});

test('an override with a reason lets this release go, and is recorded', async () => {
  const { world, end, asked } = frozenFrom(500);
  const input = releaseInput([deploy, shift(500), cutover, keep(30), retire]);
  const { result, events } = await playRelease(rig(), world, input, async (running) => {
    await running.untilHeld('freeze');
    expect(await running.refused('override-freeze', 'ann')).toMatch(/^reason_required/);
    await running.act('override-freeze', 'ann', { reason: 'the fix for the outage' });
  }).finally(end);
  expect(result.outcome).toBe('completed');
  const [overridden] = events.filter(({ kind }) => kind === 'freeze-overridden');
  expect(overridden).toMatchObject({ actor: 'ann', reason: 'the fix for the outage' });
  expect(asked.at(-1)?.raise?.overriddenAt).toBe(overridden?.at);
});

test('a release that began with an override is not frozen', async () => {
  const { world, end } = frozenFrom(500);
  const input = {
    ...releaseInput([deploy, shift(500), cutover, keep(30), retire]),
    overrideFreeze: true as const,
  };
  const { result, events } = await playRelease(rig(), world, input).finally(end);
  expect(result.outcome).toBe('completed');
  expect(events.filter(({ kind }) => kind === 'held')).toEqual([]);
});

test('a release that waited for its turn is overridden since an admin said so: a stop after that counts', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const steps = [deploy, shift(500), bake(), cutover, keep(30), retire];
  const input = { ...laneInput(), carried: laneState() };
  await useLane(
    rig(),
    world,
    async (lane) => {
      await lane.submit(submission('v2', steps));
      await lane.release(2).untilStep('bake');
      await lane.submit({ ...submission('v3', steps), overrideFreeze: true });
      const { waiting } = await lane.status();
      await lane.release(2).abort();
      await lane.release(3).untilStep('bake');
      const raises = world.asked.flatMap(({ raise }) => (raise?.overriddenAt === undefined ? [] : [raise]));
      expect(raises[0]?.overriddenAt).toBe(waiting?.queuedAt);
      expect(raises[0]?.began).toBeGreaterThan(waiting?.queuedAt ?? Infinity);
      await lane.release(3).abort();
      await lane.until('idle', ({ running }) => running === null);
    },
    input,
  );
});

test('a stop before the cutover holds it by that name, and an abort works', async () => {
  const stopped: Frozen = { by: 'stop', message: 'everything is stopped by ann' };
  const { world, end } = frozenFrom(10_000, stopped);
  const input = releaseInput([deploy, shift(500), cutover, keep(30), retire]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilHeld('stop');
    await running.abort();
  }).finally(end);
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
});
