import { describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../config/plan.ts';
import type { Submission } from '../../workflows/lane-messages.ts';
import type { ReleaseEvent } from '../../workflows/messages.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(1000), bake(), approve, cutover, keep(60_000), retire];
const newest: Partial<Plan> = { onBusy: 'supersede' };

/** A submit that supersedes, by bob. */
function newer(version: string): Submission {
  return { ...submission(version, steps, newest), actor: 'bob', reason: 'the fix' };
}

/** A lane in which v1 serves and release 1 brings v2 into green. */
async function useBusyLane(world: World, act: (lane: Lane) => Promise<unknown>): Promise<void> {
  await useLane(rig(), world, async (lane) => {
    await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
    await lane.submit(submission('v2', steps, newest));
    await act(lane);
  });
}

/** A world whose bakes do not end. */
function baking(): World {
  const world = servingWorld();
  world.finds = () => undefined;
  return world;
}

async function ofKind(lane: Lane, kind: ReleaseEvent['kind']): Promise<ReleaseEvent[]> {
  return lane.release(1).events(kind);
}

test('R4, R18, W7, F7: a candidate at 10 % is written and seen to be at 0 and goes before the newer one is deployed', async () => {
  const world = baking();
  await useBusyLane(world, async (lane) => {
    await lane.release(1).untilStep('bake');
    expect(await lane.submit(newer('v3'))).toEqual({
      state: 'queued',
      id: `${lane.name}.2`,
      behind: `${lane.name}.1`,
      note: `${lane.name}.1 is being reverted for it`,
    });
    expect(await lane.result(1)).toMatchObject({
      outcome: 'reverted',
      cause: 'superseded',
      reason: `superseded by ${lane.name}.2 (v3); v1 serves all traffic`,
    });
    expect(await ofKind(lane, 'supersede-requested')).toMatchObject([
      { actor: 'bob', reason: 'the fix', message: `makes way for ${lane.name}.2 (v3) by bob` },
    ]);
    const zero = (await ofKind(lane, 'observed')).at(-1);
    expect(zero).toMatchObject({ data: { kind: 'proven', observed: 0 } });
    await lane.release(2).untilStep('bake');
    expect(world.did).toEqual([
      'deploy v2 green',
      'smoke',
      'write 9000/1000',
      'write 10000/0',
      'drain green',
      'retire green',
      'deploy v3 green',
      'smoke',
      'write 9000/1000',
    ]);
    const first = world.watched.find(({ release }) => release === `${lane.name}.2`);
    expect(first?.state, 'evidence begins anew').toBeNull();
  });
});

describe('a release makes way also', () => {
  test('while it deploys', async () => {
    const world = baking();
    const deployed = createDoor();
    world.deploys = async () => (world.stamp === null ? deployed.pass() : undefined);
    await useBusyLane(world, async (lane) => {
      await lane.release(1).untilStep('deploy');
      const asked = lane.submit(newer('v3'));
      await lane.release(1).until('the stop', ({ phase }) => phase === 'undoing');
      deployed.open();
      expect(await asked).toMatchObject({ state: 'queued' });
      expect(await lane.result(1)).toMatchObject({ cause: 'superseded' });
      await lane.release(2).untilStep('bake');
    });
  });

  test('while it is held and paused', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked }) =>
      asked && { kind: 'inconclusive', reason: 'no data', message: 'no data' };
    await useBusyLane(world, async (lane) => {
      await lane.release(1).untilHeld('no data');
      await lane.release(1).act('pause', 'eve');
      await lane.submit(newer('v3'));
      expect(await lane.result(1)).toMatchObject({ outcome: 'reverted', cause: 'superseded' });
      await lane.release(2).untilHeld('no data');
    });
  });
});

describe('from the cutover on the newer one waits', () => {
  test('for the keep, which promote cuts short', async () => {
    const world = servingWorld();
    await useBusyLane(world, async (lane) => {
      await lane.release(1).untilStep('approve');
      await lane.release(1).act('approve', 'eve');
      await lane.release(1).untilStep('keep');
      const note = `${lane.name}.1 has begun its cutover, so it is waited for; sluice release promote ${lane.name}.1 cuts its keep short`;
      expect(await lane.submit(newer('v3'))).toMatchObject({ state: 'queued', note });
      expect((await lane.status()).waiting).toMatchObject({ id: `${lane.name}.2`, note });
      expect(await lane.release(1).status()).toMatchObject({ phase: 'running' });
      await lane.release(1).act('promote', 'bob', { reason: 'v3 is urgent' });
      expect(await lane.result(1)).toMatchObject({ outcome: 'completed' });
      expect(await lane.release(2).untilStep('approve')).toMatchObject({
        stable: { slot: 'green', version: 'v2' },
        candidate: { slot: 'blue', version: 'v3' },
      });
    });
  });

  test('and not a moment before: a cutover that was not written after all makes way', async () => {
    const world = servingWorld();
    const written = createDoor();
    world.writes = async ({ mustBeFull }) => {
      if (mustBeFull.length === 0) return undefined;
      await written.pass();
      return { kind: 'not-ready', message: '1 of 2 ready' };
    };
    await useBusyLane(world, async (lane) => {
      await lane.release(1).untilStep('approve');
      await lane.release(1).act('approve', 'eve');
      await expect.poll(() => world.inside.has('write')).toBe(true);
      expect(await lane.submit(newer('v3'))).toMatchObject({
        note: expect.stringContaining('has begun its cutover'),
      });
      written.open();
      expect(await lane.result(1)).toMatchObject({ outcome: 'reverted', cause: 'superseded' });
      await lane.release(2).untilStep('approve');
    });
  });

  test('nor while it is held in its cutover before anything was written', async () => {
    const world = servingWorld();
    await useBusyLane(world, async (lane) => {
      await lane.release(1).untilStep('approve');
      world.evidence = { raiseAllowed: false, overBound: false };
      await lane.release(1).act('approve', 'eve');
      await lane.release(1).untilHeld('evidence');
      expect(await lane.release(1).status()).toMatchObject({ step: 5 });
      await lane.submit(newer('v3'));
      expect(await lane.result(1)).toMatchObject({ outcome: 'reverted', cause: 'superseded' });
    });
  });
});

test('the newest wins: it takes the one waiting place, and the release is asked once more in vain', async () => {
  const world = baking();
  const retired = createDoor();
  world.retires = retired.pass;
  await useBusyLane(world, async (lane) => {
    await lane.release(1).untilStep('bake');
    await lane.submit(newer('v3'));
    await expect.poll(() => world.inside.has('retire')).toBe(true);
    expect(await lane.submit(newer('v4'))).toMatchObject({
      id: `${lane.name}.3`,
      note: `${lane.name}.1 is being reverted already`,
    });
    const { past } = await lane.status();
    expect(past[0]).toMatchObject({ id: `${lane.name}.2`, outcome: 'refused' });
    retired.open();
    expect(await lane.result(1)).toMatchObject({ reason: expect.stringContaining('(v3)') });
    await lane.release(3).untilStep('bake');
    expect(world.did).not.toContain('deploy v3 green');
    expect((await ofKind(lane, 'supersede-requested')).map(({ message }) => message)).toEqual([
      `makes way for ${lane.name}.2 (v3) by bob`,
      `does not make way for ${lane.name}.3 (v4) by bob: it is being reverted already`,
    ]);
  });
});

test('R5: asked for the live version while a newer one runs: that one is reverted, and nothing starts', async () => {
  const world = baking();
  await useBusyLane(world, async (lane) => {
    await lane.release(1).untilStep('bake');
    await lane.submit(newer('v1'));
    expect(await lane.result(1)).toMatchObject({ outcome: 'reverted', cause: 'superseded' });
    const { past, live } = await lane.until(
      'idle',
      ({ running, waiting }) => running === null && waiting === null,
    );
    expect(live).toEqual({ slot: 'blue', version: 'v1' });
    expect(past[0]).toMatchObject({ id: `${lane.name}.2`, reason: 'v1 is live already' });
  });
});

test('a release that says nothing is waited for, and the submit is answered all the same', async () => {
  const world = baking();
  await useBusyLane(world, async (lane) => {
    await lane.release(1).untilStep('bake');
    await lane.release(1).handle.terminate('by hand');
    // The time-skipping server does not tell a parent that its child was terminated.
    const answer = await lane.submit(newer('v3'));
    expect(answer).toEqual({ state: 'queued', id: `${lane.name}.2`, behind: `${lane.name}.1` });
    expect((await lane.status()).waiting).toMatchObject({ version: 'v3' });
  });
});
