/** Routers that cannot compare fences: a write of an earlier act may land after that of a later one. */
import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, retire, shift, smoke } from './plans.ts';
import { playRelease, type Played } from './release-under-test.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, retire];

/** So long a late write may land in these tests, in milliseconds of real time: a watch runs meanwhile. */
const LATE = 400;

function unstamped(world: World, verdict: 'pass' | 'fail' = 'pass'): World {
  const harm = { kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' } as const;
  world.lateWrites = LATE;
  world.finds = ({ bake: asked }) =>
    asked === undefined ? undefined : verdict === 'fail' ? harm : { kind: 'pass' };
  return world;
}

/** The shift lands late, once, after the act that this observation follows. */
function landsLate(world: World, after: string): void {
  let late = true;
  world.observes = (goal) => {
    if (goal === after && late) {
      late = false;
      world.split = { blue: 9500, green: 500 };
      world.did.push('late');
    }
    return undefined;
  };
}

/** Times of the writes and of what was read again after them, in order. */
function timesOf({ events }: Played): { kind: string; at: number }[] {
  return events
    .filter(({ kind, message }) => kind === 'written' || message.startsWith('still so'))
    .map(({ kind, at }) => ({ kind, at }));
}

test('after a revert the router is read again when no write can come late, before the candidate goes', async () => {
  const world = unstamped(servingWorld(), 'fail');
  const played = await playRelease(rig(), world, releaseInput(steps));
  expect(played.result.outcome).toBe('reverted');
  const [zero, again] = timesOf(played).slice(-2);
  expect([zero?.kind, again?.kind]).toEqual(['written', 'observed']);
  expect(Number(again?.at) - Number(zero?.at)).toBeGreaterThan(LATE / 2);
  expect(world.asked.at(-1)).toMatchObject({ split: { blue: 10_000, green: 0 }, mustBeReady: ['blue'] });
  const retired = played.events.find(({ message }) => message.endsWith('in green is gone'));
  expect(retired?.at).toBeGreaterThanOrEqual(Number(again?.at));
});

test('a write that came late after a revert is zeroed again, and that is waited out too', async () => {
  const world = unstamped(servingWorld(), 'fail');
  landsLate(world, 'zero');
  const played = await playRelease(rig(), world, releaseInput(steps));
  const since = world.did.indexOf('late');
  expect(world.did.slice(since)).toEqual(['late', 'write 10000/0', 'drain green', 'retire green']);
  expect(timesOf(played).map(({ kind }) => kind)).toEqual(['written', 'written', 'written', 'observed']);
  expect(world.split).toEqual({ blue: 10_000, green: 0 });
});

test('a write that came late after the cutover is put right before the old slot goes', async () => {
  const world = unstamped(servingWorld());
  landsLate(world, 'cutover');
  const { result } = await playRelease(rig(), world, releaseInput(steps));
  expect(result.outcome).toBe('completed');
  const since = world.did.indexOf('late');
  expect(world.did.slice(since)).toEqual([
    'late',
    'drain blue',
    'write 0/10000',
    'keep alive green',
    'retire blue',
  ]);
});

test('traffic that cannot be put back keeps the old slot: held, and an abort goes back to it', async () => {
  const world = unstamped(servingWorld());
  landsLate(world, 'cutover');
  world.drains = () => {
    world.writes = ({ split }) =>
      split?.green === 10_000 ? { kind: 'not-ready', message: 'green has no instance ready' } : undefined;
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    const { hold } = await running.untilHeld('error');
    expect(hold?.message).toMatch(/green has no instance ready/);
    expect(world.did).not.toContain('retire blue');
    await running.abort();
  });
  expect(result.outcome).toBe('reverted');
  expect(world.split).toEqual({ blue: 10_000, green: 0 });
});

test('a recovery reads again after its only write: the release before it may have left one behind', async () => {
  const world = unstamped(servingWorld());
  const played = await playRelease(
    rig(),
    world,
    releaseInput(steps, {}, { kind: 'recovery', reason: 'lost' }),
  );
  expect(played.result.outcome).toBe('reverted');
  expect(timesOf(played).map(({ kind }) => kind)).toEqual(['written', 'observed']);
});

test('nothing is read again where the router compares, and else also after the only act', async () => {
  const stamped = unstamped(servingWorld(), 'fail');
  stamped.lateWrites = 0;
  expect(timesOf(await playRelease(rig(), stamped, releaseInput(steps))).map(({ kind }) => kind)).toEqual([
    'written',
    'written',
  ]);
  const first = unstamped(emptyWorld());
  const input = releaseInput(steps, {}, { stable: null, candidate: { slot: 'blue', version: 'v1' } });
  const kinds = timesOf(await playRelease(rig(), first, input)).map(({ kind }) => kind);
  expect(kinds).toEqual(['written', 'observed']);
});

test('an undo that takes as long as the router counts late pages nobody', async () => {
  const world = unstamped(servingWorld(), 'fail');
  world.observationLag = 30_000;
  let seen = false;
  world.observes = (goal) =>
    goal === 'zero' && !seen ? { kind: 'late', message: 'nothing was counted yet' } : undefined;
  const { events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.until('the undo', ({ phase }) => phase === 'undoing');
    await rig().skip('75s');
    seen = true;
  });
  expect(events.filter(({ page }) => page)).toEqual([]);
});

test('a restore that is under way at an abort ends, and what it may still write is waited out before the candidate goes', async () => {
  const world = unstamped(servingWorld());
  let drifted = false;
  world.finds = ({ bake: asked }) => {
    if (asked === undefined || drifted) return undefined;
    drifted = true;
    return { kind: 'drift', finding: 'drift', reason: 'drift', message: 'the split was 50/50' };
  };
  let restores = 0;
  world.writes = ({ fence }) => {
    if (fence.act !== 2) return undefined;
    restores += 1;
    throw new Error('the router answers 503');
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.until('the restore', () => restores > 0);
    await running.abort();
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  expect(restores, 'of up to 22').toBeLessThan(10);
  expect(world.did.slice(-3)).toEqual(['write 10000/0', 'drain green', 'retire green']);
});
